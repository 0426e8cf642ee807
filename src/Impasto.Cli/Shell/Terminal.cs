using Impasto.Networks.Weights;
using Spectre.Console;

namespace Impasto.Cli.Shell;

/// <summary>All that the program sees of the world around it.</summary>
/// <param name="Out">For people, on standard output.</param>
/// <param name="Error">For people, on standard error.</param>
/// <param name="Data">For other programs, on standard output.</param>
/// <param name="Input">Opens standard input.</param>
/// <param name="Environment">Looks up an environment variable.</param>
/// <param name="Clock">Tells the time.</param>
/// <param name="Memory">Tells how much memory the program took.</param>
/// <param name="Http">What speaks http; null makes one.</param>
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
    /// <summary>The real one. Spectre.Console honours NO_COLOR and knows whether somebody is watching.</summary>
    public static Terminal System() => new(
        Console(global::System.Console.Out, global::System.Console.IsOutputRedirected),
        Console(global::System.Console.Error, global::System.Console.IsErrorRedirected),
        global::System.Console.Out,
        global::System.Console.OpenStandardInput,
        global::System.Environment.GetEnvironmentVariable,
        TimeProvider.System,
        ProcessMemory.Begin());

    /// <summary>The user's installed weights.</summary>
    public WeightStore Weights => new(WeightStore.DefaultFolder(Environment));

    private static IAnsiConsole Console(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        // Text for a file or a pipe must not be broken at a guessed width.
        if (redirected)
            console.Profile.Width = int.MaxValue / 2;
        return console;
    }
}
