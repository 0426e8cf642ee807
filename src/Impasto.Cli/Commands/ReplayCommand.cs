using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Painting;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Imaging;

namespace Impasto.Cli.Commands;

/// <summary>impasto replay: makes a picture again from the parameters inside it.</summary>
internal static class ReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command(
            "replay", "Make a picture again, from the parameters that are stored in it; options change them.");
        var picture = new Argument<string>("picture") { Description = "A picture that Impasto made." };
        var arguments = new StylizeArguments(usualOutput: "PICTURE_again, with the picture's ending");
        var moved = new PicturesArgument("beside the picture");
        command.Arguments.Add(picture);
        moved.AddTo(command);
        arguments.AddRecipe(command);
        arguments.AddRun(command);
        command.SetAction((parsed, cancellation) =>
        {
            string path = parsed.GetRequiredValue(picture);
            string json = new PictureReader(new PictureLimits { MaxPixels = long.MaxValue }).ReadInfo(path).Parameters
                ?? throw new ImpastoException(
                    $"'{path}' has no parameters of a run: only pictures that Impasto wrote have them.");
            string output = $"{Path.GetFileNameWithoutExtension(path)}_again{Path.GetExtension(path)}";
            string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var recorded = new StylizeRequest
            {
                Record = Locate(moved.Locate(parsed, Parse(json)), folder),
                Output = output,
                Source = path,
            };
            return new StylizeJob(terminal, arguments.ReadChanged(parsed, recorded)).RunAsync(cancellation);
        });
        return command;
    }

    // Here the picture, not the call, contains the invalid option.
    private static RunRecord Parse(string json)
    {
        try
        {
            return RunRecord.Parse(json);
        }
        catch (InvalidOptionsException failure)
        {
            throw new ImpastoException(Advice.Of(failure), failure);
        }
    }

    // Names are as the user typed them: look in the current folder, then in the picture's folder.
    private static RunRecord Locate(RunRecord record, string folder)
    {
        if (record.Pictures.Count == 0)
            throw new ImpastoException("The picture does not name the pictures that it was made from.");
        if (record.Pictures.Any(picture => picture.Name == "-"))
            throw new ImpastoException("The picture's content came from standard input: it can't be run again.");
        return record.WithPictures(picture => picture with { Name = Find(picture.Name) });

        string Find(string name)
        {
            string beside = Path.Combine(folder, name);
            return !PictureName.Exists(name) && PictureName.Exists(beside) ? beside : name;
        }
    }
}
