using System.CommandLine;
using System.CommandLine.Invocation;
using Impasto.Cli.Commands;
using Impasto.Cli.Help;
using Impasto.Cli.Shell;
using Spectre.Console;

namespace Impasto.Cli;

/// <summary>All commands, and the one place where outcomes become exit codes.</summary>
internal static partial class CommandLine
{
    private sealed record Entry(string Name, Func<Terminal, Command> Create);

    private static readonly Entry[] Entries =
    [
        new("stylize", StylizeCommand.Stylize),
        new("texture", StylizeCommand.Texture),
        new("reconstruct", StylizeCommand.Reconstruct),
        new("glance", GlanceCommand.Create),
        new("live", LiveCommand.Create),
        new("video", VideoCommand.Create),
        new("flow", FlowCommand.Create),
        new("batch", BatchCommand.Create),
        new("sweep", SweepCommand.Create),
        new("blend", BlendCommand.Create),
        new("resume", ResumeCommand.Create),
        new("replay", ReplayCommand.Create),
        new("explain", ExplainCommand.Create),
        new("plan", PlanCommand.Create),
        new("info", InfoCommand.Create),
        new("export", ExportCommand.Create),
        new("presets", PresetsCommand.Create),
        new("weights", WeightsCommand.Create),
        .. OfEdition,
        new("completion", CompletionCommand.Create),
    ];

    /// <summary>
    /// All commands, or for a call only the one it names: the options of the others would delay every start.
    /// </summary>
    /// <param name="terminal">The console that the commands write to.</param>
    /// <param name="args">The words of a call; null for all commands.</param>
    public static RootCommand Create(Terminal terminal, string[]? args = null)
    {
        var root = new RootCommand(
            "Impasto repaints a photograph in the manner of a painting (Gatys, Ecker and Bethge, 2016).");
        Entry[] called = [.. Entries.Where(entry => entry.Name == args?.FirstOrDefault())];
        foreach (Entry entry in called.Length > 0 || args is ["--version"] ? called : Entries)
            root.Add(entry.Create(terminal));
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
        args = GlancePreset.Follow(args);
        RootCommand root = Create(terminal, args);
        // Without a replacer, a picture may be called @home.jpg.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        bool verbose = args.Contains("--verbose");
        try
        {
            if (TryOtherEdition(args, terminal) is { } code)
                return code;
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
