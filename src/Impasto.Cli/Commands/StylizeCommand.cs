using System.CommandLine;

namespace Impasto.Cli.Commands;

/// <summary>impasto stylize: the main job.</summary>
internal static class StylizeCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("stylize", "Repaint a photograph in the manner of one or several paintings.");
        var arguments = new StylizeArguments();
        arguments.AddAll(command);
        command.SetAction((parsed, cancellation) => new StylizeJob(terminal, arguments.Read(parsed)).RunAsync(cancellation));
        return command;
    }
}
