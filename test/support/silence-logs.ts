import { Logger } from '@nestjs/common';

// Many specs provoke faults on purpose; what the service logs about them would bury the tests' own output.
Logger.overrideLogger(false);
