-- Attempts are taken in their order, whatever their environment; nobody looks for those of one environment any more.
DROP INDEX attempt_environment;
