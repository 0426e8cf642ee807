using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Painting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Imaging;

namespace Impasto.Cli.Commands;

/// <summary>impasto resume: finishes a run that was stopped or killed, from its checkpoint.</summary>
internal static class ResumeCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "resume",
            "Finish a run that was stopped or killed, from its checkpoint. The picture is the same, bit for bit.");
        var checkpoint = new Argument<string>("checkpoint") { Description = "The file that --checkpoint wrote." };
        var arguments = new StylizeArguments(usualOutput: "as in the checkpoint");
        var moved = new PicturesArgument("as before");
        command.Arguments.Add(checkpoint);
        moved.AddTo(command);
        arguments.AddRun(command);
        command.SetAction((parsed, cancellation) =>
        {
            StylizeRequest recorded = ResumeNote.Read(StylizeCheckpoint.Open(parsed.GetRequiredValue(checkpoint)));
            recorded = recorded with { Record = moved.Locate(parsed, recorded.Record) };
            StylizeRequest request = arguments.ReadRun(parsed, recorded);
            // Ctrl+C kept an unfinished picture of the same run, which may be replaced.
            bool isFree = request.Force || !File.Exists(request.Output) || IsOf(request);
            return new StylizeJob(terminal, request with { Force = isFree }).RunAsync(cancellation);
        });
        return command;
    }

    // True if this run made the picture that the output names.
    private static bool IsOf(StylizeRequest request)
    {
        try
        {
            string? found = new PictureReader(new PictureLimits { MaxPixels = long.MaxValue })
                .ReadInfo(request.Output).Parameters;
            return found is not null && RunRecord.Parse(found).Key == request.Record.Key;
        }
        catch (ImpastoException)
        {
            return false;
        }
    }
}
