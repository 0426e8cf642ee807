using System.CommandLine;
using Impasto.Cli.Shell;
using Impasto.Studio;
using Spectre.Console;

namespace Impasto.Cli.Full;

/// <summary>impasto worker: runs the jobs in a studio's database.</summary>
internal sealed class WorkerCommand(Terminal terminal)
{
    private readonly StudioArguments _common = new();

    public static Command Create(Terminal terminal)
    {
        var worker = new WorkerCommand(terminal);
        var command = new Command("worker", FullEdition.WorkerHelp);
        worker._common.AddTo(command);
        command.SetAction(worker.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        StudioSettings settings = _common.Read(terminal, parsed);
        if (settings.Store is null)
        {
            throw new WrongCallException(
                "--store: expected the connection string of the studio's database, got nothing.");
        }

        if (settings.Limits.RunsAtOnce == 0)
            throw new WrongCallException("--runs: expected 1 or more for a worker, got 0.");
        await StudioWorker.RunAsync(
            settings,
            () =>
            {
                if (!settings.JsonLogs)
                    terminal.Out.WriteLine("Worker   waits for runs; Ctrl+C ends it.");
            },
            cancellation);
        return ExitCode.Success;
    }
}
