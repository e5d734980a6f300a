package dev.orrery.kernel;

/** The kernel's sockets that we talk to. The heartbeat is not among them: the process itself is watched. */
enum Channel {
    SHELL("DEALER", "shell_port"),
    CONTROL("DEALER", "control_port"),
    STDIN("DEALER", "stdin_port"),
    IOPUB("SUB", "iopub_port");

    private final String socketType;
    private final String portField;

    Channel(String socketType, String portField) {
        this.socketType = socketType;
        this.portField = portField;
    }

    String socketType() {
        return socketType;
    }

    String portField() {
        return portField;
    }
}
