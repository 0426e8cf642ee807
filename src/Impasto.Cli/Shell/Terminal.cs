using Impasto.Networks.Weights;
using Spectre.Console;

namespace Impasto.Cli.Shell;

/// <summary>The program's surroundings: output, input, environment, clock, network.</summary>
/// <param name="Out">Standard output, for people.</param>
/// <param name="Error">Standard error, for people.</param>
/// <param name="Data">Standard output, for other programs.</param>
/// <param name="Input">Opens standard input.</param>
/// <param name="Environment">Looks up an environment variable.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Memory">Measures how much memory the program takes.</param>
/// <param name="Http">Handles HTTP requests; null creates a handler.</param>
internal sealed record Terminal(
    IAnsiConsole Out,
    IAnsiConsole Error,
    TextWriter Data,
    Func<Stream> Input,
    Func<string, string?> Environment,
    TimeProvider Clock,
    ProcessMemory Memory,
    HttpMessageHandler? Http = null)
{
    /// <summary>
    /// Creates the terminal of this process. Spectre.Console honours NO_COLOR and detects interactive output.
    /// </summary>
    public static Terminal OfProcess()
    {
        var error = new GuardedWriter(Console.Error, _ => { });
        Console.SetError(error);
        var output = new GuardedWriter(Console.Out, reason => Console.Error.WriteLine(
            $"Standard output can't be written: {reason}; nothing more is printed there."));
        // Spectre.Console finds out the width and colours of Console.Out itself only.
        Console.SetOut(output);
        return new Terminal(
            Open(Console.Out, Console.IsOutputRedirected),
            Open(Console.Error, Console.IsErrorRedirected),
            Console.Out,
            Console.OpenStandardInput,
            System.Environment.GetEnvironmentVariable,
            TimeProvider.System,
            ProcessMemory.Begin())
        {
            HasLostOutput = () => output.HasLost || error.HasLost,
            HasKeyboard = !Console.IsInputRedirected,
            HasScreen = !Console.IsOutputRedirected,
        };
    }

    /// <summary>Opens standard output, for pictures.</summary>
    public Func<Stream> Binary { get; init; } = Console.OpenStandardOutput;

    /// <summary>True if standard output or standard error could not be written: the exit code says so.</summary>
    public Func<bool> HasLostOutput { get; init; } = () => false;

    /// <summary>Whether standard input is a keyboard: no pictures will come from it.</summary>
    public bool HasKeyboard { get; init; }

    /// <summary>Whether standard output is a screen: pictures would show as letters.</summary>
    public bool HasScreen { get; init; }

    /// <summary>The user's installed weights.</summary>
    public WeightStore Weights => new(WeightStore.DefaultFolder(Environment));

    private static IAnsiConsole Open(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        // Text for a file or a pipe must not be broken at a guessed width.
        if (redirected)
            console.Profile.Width = int.MaxValue / 2;
        return console;
    }
}
