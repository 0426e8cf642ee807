using System.CommandLine;
using System.CommandLine.Invocation;
using Impasto.Cli.Commands;
using Spectre.Console;

namespace Impasto.Cli;

/// <summary>The commands there are, and the one place where outcomes become exit codes.</summary>
internal static class CommandLine
{
    public static RootCommand Create(Terminal terminal)
    {
        var root = new RootCommand("Impasto repaints a photograph in the manner of a painting (Gatys, Ecker and Bethge, 2016).")
        {
            StylizeCommand.Create(terminal),
            ReplayCommand.Create(terminal),
            InfoCommand.Create(terminal),
            PresetsCommand.Create(terminal),
            WeightsCommand.Create(terminal),
            DistillCommand.Create(terminal),
            CompletionCommand.Create(terminal),
        };
        root.HelpName = "impasto";
        Examples.AddTo(root);
        return root;
    }

    /// <summary>Parses, runs, and explains what went wrong in one sentence, or with all details under --verbose.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        RootCommand root = Create(terminal);
        // A picture may well be called @home.jpg.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        bool verbose = args.Contains("--verbose");
        try
        {
            if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction or null)
                throw new WrongCallException(Explain(parsed));
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
            return Say(failure, ExitCode.WrongCall);
        }
        catch (ImpastoException failure)
        {
            return Say(failure, ExitCode.Failure);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            terminal.Error.WriteLine("Cancelled.");
            return ExitCode.Cancelled;
        }
        catch (Exception failure) when (!verbose)
        {
            terminal.Error.WriteLine($"Something unexpected went wrong: {failure.Message} (--verbose shows where).");
            return ExitCode.Failure;
        }

        int Say(Exception failure, int code)
        {
            terminal.Error.WriteLine(failure.Message);
            if (verbose)
                terminal.Error.WriteLine(failure.ToString());
            return code;
        }
    }

    private static string Explain(ParseResult parsed)
    {
        string command = string.Join(' ', Path(parsed.CommandResult.Command).Reverse());
        return $"{string.Join(' ', parsed.Errors.Select(error => error.Message).Distinct())} See {command} --help.";
    }

    private static IEnumerable<string> Path(Command command)
    {
        for (Symbol? symbol = command; symbol is Command; symbol = symbol.Parents.FirstOrDefault())
            yield return symbol is RootCommand ? "impasto" : symbol.Name;
    }
}
