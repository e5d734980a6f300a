package dev.orrery.kernel;

/** Python that starts ipykernel as {@code -m ipykernel_launcher} does, but sooner, and lets it end in order. In a class, since to open a jar for a file takes time. */
final class IpykernelStart {
    /**
     * Defines {@code import_ipykernel}.
     * It makes ipykernel believe that there is no debugpy: to import it, for a debugger that nobody will attach, takes a fifth of a kernel's start;
     * the notebook itself can import it all the same. Of jupyter_client, which is for clients mostly, ipykernel gets the modules that it
     * names; the package itself is executed when somebody asks it for anything else. What is imported here lives as long as the
     * process: the garbage collector need not look through it, now or at the end.
     * And ipykernel 7 hangs at its end now and then (on a busy machine once in ten times), its control thread waiting for the thread
     * of its outputs, which was stopped before: so the control thread is let end first.
     * Its socket of outputs drops what a slow reader has not taken beyond a thousand messages, and with them the end of the cell, as
     * when a progress bar is changed thousands of times at once: so that socket is told to wait.
     */
    static final String IMPORT = """
            import atexit, gc, os, sys
            from _thread import RLock
            from importlib.machinery import PathFinder
            if sys.path[0] == "": del sys.path[0]

            def put_off(name):
                spec = PathFinder.find_spec(name)
                if spec is None or spec.submodule_search_locations is None: return
                package = type(sys)(name)
                package.__spec__, package.__loader__, package.__package__ = spec, spec.loader, name
                package.__file__, package.__path__ = spec.origin, spec.submodule_search_locations
                lock = RLock()
                def load(attribute):
                    if attribute == "write_connection_file":
                        from jupyter_client.connect import write_connection_file
                        return write_connection_file
                    with lock:
                        if vars(package).pop("__getattr__", None): spec.loader.exec_module(package)
                    return getattr(package, attribute)
                package.__getattr__ = load
                sys.modules[name] = package

            def end_in_order(IPKernelApp):
                start = IPKernelApp.start
                def end_control(app):
                    control = getattr(app, "control_thread", None)
                    if control and control.is_alive():
                        control.stop()
                        control.join(1)
                def start_and_end_in_order(app):
                    atexit.register(end_control, app)
                    start(app)
                IPKernelApp.start = start_and_end_in_order

            def hold_back(IOPubThread):
                begin = IOPubThread.__init__
                def begin_and_hold_back(thread, socket, *more, **named):
                    try:
                        from zmq import XPUB_NODROP
                        socket.setsockopt(XPUB_NODROP, 1)
                    except Exception: pass
                    begin(thread, socket, *more, **named)
                IOPubThread.__init__ = begin_and_hold_back

            def import_ipykernel():
                collecting = gc.isenabled()
                gc.disable()
                put_off("jupyter_client")
                sys.modules["debugpy"] = None
                try: import ipykernel.debugger
                except ImportError: pass
                del sys.modules["debugpy"]
                try:
                    import ipykernel.ipkernel
                    from ipykernel.kernelapp import IPKernelApp
                    end_in_order(IPKernelApp)
                    from ipykernel.iostream import IOPubThread
                    hold_back(IOPubThread)
                except (ImportError, AttributeError): pass
                if hasattr(gc, "freeze"): gc.freeze()
                if collecting: gc.enable()

            """;

    /** A whole command for {@code python -c}. */
    static final String LAUNCH = IMPORT + """
            import_ipykernel()
            sys.path.insert(0, os.getcwd())
            import runpy
            runpy._run_module_as_main("ipykernel_launcher")
            """;

    private IpykernelStart() {}
}
