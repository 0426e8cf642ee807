using System.CommandLine;
using Impasto.Imaging;

namespace Impasto.Cli.Commands;

/// <summary>impasto replay: makes a picture again from the parameters inside it.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("replay", "Make a picture again, from the parameters that are written in it.");
        var picture = new Argument<string>("picture") { Description = "A picture that Impasto made." };
        var arguments = new StylizeArguments();
        command.Arguments.Add(picture);
        arguments.AddRun(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(picture);
            string json = new PictureReader(new PictureLimits { MaxPixels = long.MaxValue }).ReadInfo(path).Parameters
                ?? throw new ImpastoException($"'{path}' does not say how it was made: only pictures that Impasto wrote do.");
            string output = $"{Path.GetFileNameWithoutExtension(path)}_again{Path.GetExtension(path)}";
            (StylizeRequest recorded, string network) = RunRecord.Read(json, output);
            StylizeRequest request = Locate(arguments.ReadRun(parsed, recorded), Path.GetDirectoryName(Path.GetFullPath(path))!);
            return new StylizeJob(terminal, request, network).RunAsync(cancellation);
        });
        return command;
    }

    // Names are as they were typed: try them from here, then from where the picture is.
    private static StylizeRequest Locate(StylizeRequest request, string folder)
    {
        if (request.Content == "-")
            throw new ImpastoException("The picture's content came from standard input: it can't be run again.");
        return request with
        {
            Content = request.Content is null ? null : Find(request.Content),
            Styles = [.. request.Styles.Select(style => style with { Picture = Find(style.Picture) })],
            Start = request.Start is null ? null : Find(request.Start),
            Extra = request.Extra.Rename(Find),
        };

        string Find(string name) => !File.Exists(name) && File.Exists(Path.Combine(folder, name)) ? Path.Combine(folder, name) : name;
    }
}
