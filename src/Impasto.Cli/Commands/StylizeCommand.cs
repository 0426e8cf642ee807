using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Painting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;

namespace Impasto.Cli.Commands;

/// <summary>
/// impasto stylize, and the commands that leave out content or style: impasto texture and impasto reconstruct.
/// </summary>
internal static class StylizeCommand
{
    public static Command Stylize(Terminal terminal) => Create(
        terminal, StylizeInput.Both, "stylize", "Repaint a photograph in the manner of one or several paintings.");

    public static Command Texture(Terminal terminal) => Create(
        terminal,
        StylizeInput.Style,
        "texture",
        "Make a texture in the manner of a painting, from noise, without a photograph.");

    public static Command Reconstruct(Terminal terminal) => Create(
        terminal,
        StylizeInput.Content,
        "reconstruct",
        "Show what layers keep of a photograph: make a picture from noise that looks the same to them.");

    private static Command Create(Terminal terminal, StylizeInput input, string name, string description)
    {
        var command = new Command(name, description);
        var arguments = new StylizeArguments(input);
        arguments.AddAll(command);
        command.SetAction((parsed, cancellation) => RunAsync(terminal, arguments.ReadVariations(parsed), cancellation));
        return command;
    }

    // Every call is checked before the first picture is made.
    private static async Task<int> RunAsync(
        Terminal terminal, IReadOnlyList<StylizeRequest> requests, CancellationToken cancellation)
    {
        StylizeJob[] jobs = [.. requests.Select(request => new StylizeJob(terminal, request))];
        foreach (StylizeJob job in jobs)
            job.Check();
        int worst = ExitCode.Success;
        foreach (StylizeJob job in jobs)
        {
            int code = await job.RunCheckedAsync(cancellation);
            worst = worst == ExitCode.Success ? code : worst;
            if (code == ExitCode.Cancelled)
                return code;
        }

        return worst;
    }
}
