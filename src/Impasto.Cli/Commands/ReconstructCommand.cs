using System.CommandLine;

namespace Impasto.Cli.Commands;

/// <summary>impasto reconstruct: a content without a style.</summary>
internal static class ReconstructCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("reconstruct", "Show what layers know of a photograph: make a picture from noise that they can't tell from it.");
        var arguments = new StylizeArguments(StylizeInput.Content);
        arguments.AddAll(command);
        command.SetAction((parsed, cancellation) => new StylizeJob(terminal, arguments.Read(parsed)).RunAsync(cancellation));
        return command;
    }
}
