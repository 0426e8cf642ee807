using System.CommandLine;

namespace Impasto.Cli.Commands;

/// <summary>impasto texture: a style without a content.</summary>
internal static class TextureCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("texture", "Make a texture in the manner of a painting, from noise, with no photograph.");
        var arguments = new StylizeArguments(StylizeInput.Style);
        arguments.AddAll(command);
        command.SetAction((parsed, cancellation) => new StylizeJob(terminal, arguments.Read(parsed)).RunAsync(cancellation));
        return command;
    }
}
