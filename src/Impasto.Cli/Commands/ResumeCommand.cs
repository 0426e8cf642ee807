using System.CommandLine;
using System.CommandLine.Parsing;
using Impasto.Cli.Arguments;
using Impasto.Cli.Clips;
using Impasto.Cli.Painting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Imaging;

namespace Impasto.Cli.Commands;

/// <summary>impasto resume: finishes a run that was stopped or killed, from its checkpoint.</summary>
internal static class ResumeCommand
{
    // The options that a clip takes: all others are in its state.
    private static readonly string[] OfClips =
    [
        "--pictures", "--device", "--threads", "--jobs", "--memory", "--network", "--normalization", "--force",
        "--quiet",
    ];

    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "resume",
            "Finish a run that was stopped or killed, from its checkpoint. The result is the same, bit for bit.");
        var checkpoint = new Argument<string>("checkpoint")
        {
            Description = "The file that --checkpoint wrote, or the folder of a clip's state.",
        };
        var arguments = new StylizeArguments(usualOutput: "as in the checkpoint");
        var moved = new PicturesArgument("as before");
        GroupedOption<long?> jobs = VideoCommand.Jobs("as before; for clips only");
        command.Arguments.Add(checkpoint);
        command.Options.Add(jobs);
        moved.AddTo(command);
        arguments.AddRun(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(checkpoint);
            if (Directory.Exists(path))
                return new VideoJob(terminal, ReadClip(parsed, path, arguments, moved, jobs))
                {
                    IsResumed = true,
                }.RunAsync(cancellation);
            if (parsed.GetValue(jobs) is not null)
                throw new WrongCallException("--jobs has no effect on a picture that is resumed.");
            StylizeRequest recorded = ResumeNote.Read(StylizeCheckpoint.Open(path));
            recorded = recorded with { Record = moved.Locate(parsed, recorded.Record) };
            StylizeRequest request = arguments.ReadRun(parsed, recorded);
            // Ctrl+C kept an unfinished picture of the same run, which may be replaced.
            bool isFree = request.Force || !File.Exists(request.Output) || IsOf(request);
            return new StylizeJob(terminal, request with { Force = isFree }).RunAsync(cancellation);
        });
        return command;
    }

    private static VideoRequest ReadClip(
        ParseResult parsed, string folder, StylizeArguments arguments, PicturesArgument moved, Option<long?> jobs)
    {
        string? other = parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(option => !option.Implicit)
            .Select(option => option.Option.Name)
            .FirstOrDefault(name => !OfClips.Contains(name));
        if (other is not null)
            throw new WrongCallException($"{other} has no effect on a clip that is resumed.");
        VideoRequest recorded = VideoCall.Read(folder);
        StylizeRequest painting = recorded.Painting;
        painting = painting with { Record = moved.Locate(parsed, painting.Record) };
        StylizeRequest run = arguments.ReadRun(parsed, painting with { Output = "frame.png" });
        return recorded with
        {
            Painting = run,
            Jobs = (int?)parsed.GetValue(jobs) ?? recorded.Jobs,
            Quiet = run.Report.Level == Verbosity.Quiet,
        };
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
