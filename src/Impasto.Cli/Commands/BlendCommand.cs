using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Color;
using Impasto.Imaging;
using Impasto.Jobs;
using Impasto.Records;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto blend: mixes a result with its content.</summary>
internal sealed class BlendCommand
{
    private readonly Argument<string> _result = new("result")
    {
        Description = "A picture that Impasto made, or - for standard input.",
    };

    private readonly Argument<string> _content = new("content")
    {
        Description = "The photograph, or - for standard input; it is brought to the result's size and must have its "
            + "shape.",
    };

    private readonly Option<string> _mode = new("--mode")
    {
        Description = "mix: both, in linear light; luminance: the result's brightness with the photograph's colours; "
            + "chroma: the other way round. [mix]",
        HelpName = "CHOICE",
    };

    private readonly GroupedOption<long?> _amount = WholeNumber.Option(
        "Options",
        "--amount",
        "Strength of the effect in per cent; 0 is the photograph.",
        0,
        100,
        unset: "50 for mix, else 100");

    private readonly Option<string> _output = new("--output", "-o")
    {
        Description = "The picture to write; its ending decides the format. [RESULT_blend.png]",
        HelpName = "FILE",
    };

    private readonly WritingArguments _writing = new();

    private readonly Option<bool> _force = new("--force") { Description = "Replace a file that exists." };

    public static Command Create(Terminal terminal)
    {
        var words = new BlendCommand();
        words._mode.CompletionSources.Add([.. OptionChoices()]);
        var command = new Command("blend", "Mix a result with its photograph, all of it or brightness only.")
        {
            words._result,
            words._content,
            words._mode,
            words._amount,
            words._output,
            words._force,
        };
        words._writing.AddTo(command);
        command.SetAction((parsed, cancellation) => words.RunAsync(terminal, parsed, cancellation));
        return command;
    }

    private async Task RunAsync(Terminal terminal, ParseResult parsed, CancellationToken cancellation)
    {
        string source = parsed.GetRequiredValue(_result), mode = parsed.GetValue(_mode) ?? "mix";
        if (!OptionChoices().Contains(mode))
            throw new WrongCallException($"--mode: expected {string.Join(", ", OptionChoices())}, got '{mode}'.");
        BlendMode kind = Enum.Parse<BlendMode>(mode, ignoreCase: true);
        string output = parsed.GetValue(_output) ?? $"{PictureName.Stem(source)}_blend.png";
        PictureName.RequireFile("--output", output, $"{PictureName.Stem(source)}_blend.png");
        RecordedOutput how = _writing.Read(parsed, output, new RecordedOutput());
        PictureWriteOptions writing = how.ToWriteOptions(parsed.GetValue(_force));
        WrongCallException.Check(() => PictureWriter.CheckOptions(output, writing));
        new InputFiles([source, parsed.GetRequiredValue(_content)]).RequireApart(("--output", output));
        PictureWriter.Check(output, writing);
        string photograph = parsed.GetRequiredValue(_content);
        if (source == "-" && photograph == "-")
            throw new WrongCallException("Standard input (-) can be read only once.");
        // A pipe is read once.
        Stream? input = source == "-" || photograph == "-" ? terminal.Input() : null;
        var pictures = new JobPictures(new PictureReader(null, input, terminal.Http));
        LoadedPicture made = await pictures.ReadAsync(source, cancellation);
        LoadedPicture original = await pictures.ReadAsync(photograph, cancellation);
        Picture result = made.Picture, photo = original.Picture;
        RunRecord? run = RunOf(source, made.Bytes);
        Picture content = run?.Options.Frame(photo) ?? photo;
        RequireShape(result, source, content, photograph);
        double amount = (parsed.GetValue(_amount) ?? (kind == BlendMode.Mix ? 50 : 100)) / 100.0;
        foreach (string note in ((Picture[])[result, photo]).SelectMany(picture => picture.Origin?.Notes ?? []))
            terminal.Out.WriteLine($"Note     {note}");
        if (run is not null && how.HasParameters)
        {
            if (run.Content?.Sha256 is { } before && before == original.Sha256)
            {
                RecordedOutput blends = how with { Blends = [.. run.Output.Blends, new RecordedBlend(kind, amount)] };
                writing = PictureFileTarget.Writing(run with { Output = blends }, parsed.GetValue(_force));
            }
            else
            {
                terminal.Out.WriteLine(
                    $"Note     '{photograph}' is not the photograph of the run: the result does not describe the run.");
            }
        }

        Picture blended = PictureBlend.WithPhoto(result, content, kind, amount);
        PictureWriter.Write(
            new Picture(blended.Width, blended.Height, blended.Pixels, blended.Alpha) { Origin = photo.Origin },
            output,
            writing);
        terminal.Out.WriteLine($"Result   {output}, {result.Width} x {result.Height}");
    }

    // The run that made a picture; null if it says none that can be read here.
    private static RunRecord? RunOf(string picture, byte[]? bytes)
    {
        try
        {
            var reader = new PictureReader();
            PictureInfo info = bytes is null ? reader.ReadInfo(picture) : reader.ReadInfo(new MemoryStream(bytes));
            return info.Parameters is { } json ? RunRecord.Parse(json) : null;
        }
        catch (ImpastoException)
        {
            return null;
        }
    }

    // Sides of results are rounded to whole pixels.
    private static void RequireShape(Picture result, string source, Picture content, string photograph)
    {
        double width = (double)result.Height * content.Width / content.Height;
        double height = (double)result.Width * content.Height / content.Width;
        if (Math.Abs(width - result.Width) > 1 && Math.Abs(height - result.Height) > 1)
        {
            throw new ImpastoException(
                $"'{source}' and '{photograph}' have different shapes, {result.Size} and {content.Size}: expected the "
                + "photograph of the result.");
        }
    }

    private static IEnumerable<string> OptionChoices() =>
        Enum.GetNames<BlendMode>().Select(name => name.ToLowerInvariant());
}
