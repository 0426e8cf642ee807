using System.CommandLine;
using System.CommandLine.Invocation;
using Impasto.Cli.Commands;
using Impasto.Cli.Help;
using Impasto.Cli.Shell;
using Spectre.Console;

namespace Impasto.Cli;

/// <summary>All commands, and the one place where outcomes become exit codes.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand(
            "Impasto repaints a photograph in the manner of a painting (Gatys, Ecker and Bethge, 2016).")
        {
            StylizeCommand.Stylize(terminal),
            StylizeCommand.Texture(terminal),
            StylizeCommand.Reconstruct(terminal),
            BatchCommand.Create(terminal),
            SweepCommand.Create(terminal),
            BlendCommand.Create(terminal),
            ResumeCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            PlanCommand.Create(terminal),
            InfoCommand.Create(terminal),
            PresetsCommand.Create(terminal),
            WeightsCommand.Create(terminal),
            StudioCommand.Create(terminal),
            WorkerCommand.Create(terminal),
            DistillCommand.Create(terminal),
            CompletionCommand.Create(terminal),
        };
        root.HelpName = "impasto";
        HelpText.AddTo(root, terminal.Out);
        return root;
    }

    /// <summary>Parses and runs a call; reports a failure in one sentence, with --verbose in all details.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        int code = await TryAsync(args, terminal, cancellation);
        return code == ExitCode.Success && terminal.HasLostOutput() ? ExitCode.Failure : code;
    }

    private static async Task<int> TryAsync(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        RootCommand root = Create(terminal);
        // Without a replacer, a picture may be called @home.jpg.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        bool verbose = args.Contains("--verbose");
        try
        {
            bool isChecked = parsed.Action is ParseErrorAction or null or { ClearsParseErrors: false };
            if (isChecked && WrongCalls.Explain(parsed) is { } problem)
                throw new WrongCallException(problem);
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Data,
                    Error = terminal.Data,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellation);
        }
        catch (WrongCallException failure)
        {
            terminal.Error.WriteLine(failure.Message);
            return ExitCode.WrongCall;
        }
        catch (InvalidOptionsException failure)
        {
            terminal.Error.WriteLine(Advice.Of(failure));
            return ExitCode.WrongCall;
        }
        catch (ImpastoException failure)
        {
            terminal.Error.WriteLine(Advice.Of(failure));
            if (verbose)
                terminal.Error.WriteLine(failure.ToString());
            return ExitCode.Failure;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            terminal.Error.WriteLine("Cancelled.");
            return ExitCode.Cancelled;
        }
        catch (Exception failure)
        {
            terminal.Error.WriteLine(verbose
                ? failure.ToString()
                : $"Something unexpected went wrong: {failure.Reason()} (--verbose shows where).");
            return ExitCode.Failure;
        }
    }
}
