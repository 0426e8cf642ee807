using System.Runtime.InteropServices;
using Impasto.Cli;
using Impasto.Cli.Shell;

// libvips warns about unusual files. Real problems arrive as exceptions.
AppContext.SetSwitch("Impasto.Imaging.SilenceLibvips", true);

using var cancellation = new CancellationTokenSource();

// The first Ctrl+C ends the run after its current step and keeps the picture, the second ends the program.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

// A terminal that is closed may send this twice: by the shell and by the system.
using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, End);

return await CommandLine.RunAsync(args, Terminal.OfProcess(), cancellation.Token);

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
}
