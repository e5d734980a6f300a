package dev.orrery.scheduler;

import dev.orrery.launch.Account;
import dev.orrery.launch.Environment;
import dev.orrery.launch.Resources;

/** What must be the same of a slot and of an attempt that claims it: all that a runner's process depends on before its order. */
record SlotKey(Account account, Environment environment, Resources resources) {}
