/** Name of the security scheme in the API documentation: the scheme and the operations that need it must agree. */
export const ADMIN_SECURITY = 'admin';
