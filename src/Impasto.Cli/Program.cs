using System.Runtime.InteropServices;
using Impasto.Cli;
using Impasto.Cli.Shell;

// Warnings of libvips about odd files: what matters comes as an exception.
AppContext.SetSwitch("Impasto.Imaging.SilenceLibvips", true);

using var cancellation = new CancellationTokenSource();

// The first Ctrl+C ends the run after its current step and keeps the picture, the second ends the program.
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

return await CommandLine.RunAsync(args, Terminal.System(), cancellation.Token);

void Cancel(PosixSignalContext signal)
{
    signal.Cancel = !cancellation.IsCancellationRequested;
    cancellation.Cancel();
}
