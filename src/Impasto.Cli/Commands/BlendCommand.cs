using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Color;
using Impasto.Imaging;
using Impasto.Records;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto blend: mixes a result with its content.</summary>
internal sealed class BlendCommand
{
    private readonly Argument<string> _result = new("result") { Description = "A picture that Impasto made." };
    private readonly Argument<string> _content = new("content")
    {
        Description = "The photograph; it is resized to the result's size.",
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
        words._writing.AddTo(command, hasParameters: false);
        command.SetAction(parsed => words.Run(terminal, parsed));
        return command;
    }

    private void Run(Terminal terminal, ParseResult parsed)
    {
        string source = parsed.GetRequiredValue(_result), mode = parsed.GetValue(_mode) ?? "mix";
        if (!OptionChoices().Contains(mode))
            throw new WrongCallException($"--mode: expected {string.Join(", ", OptionChoices())}, got '{mode}'.");
        BlendMode kind = Enum.Parse<BlendMode>(mode, ignoreCase: true);
        string output = parsed.GetValue(_output) ?? $"{Path.GetFileNameWithoutExtension(source)}_blend.png";
        PictureName.RequireFile("--output", output, $"{Path.GetFileNameWithoutExtension(source)}_blend.png");
        PictureWriteOptions writing = _writing
            .Read(parsed, output, new RecordedOutput())
            .ToWriteOptions(parsed.GetValue(_force));
        WrongCallException.Check(() => PictureWriter.CheckOptions(output, writing));
        new InputFiles([source, parsed.GetRequiredValue(_content)]).RequireApart(("--output", output));
        PictureWriter.Check(output, writing);
        var reader = new PictureReader();
        Picture result = reader.Read(source), photo = reader.Read(parsed.GetRequiredValue(_content));
        // A result without transparency shows the photograph on white, as every opaque format does.
        Picture content = Resampler.Resize(
            result.Alpha is null ? photo.OnWhite() : photo, result.Width, result.Height);
        double amount = (parsed.GetValue(_amount) ?? (kind == BlendMode.Mix ? 50 : 100)) / 100.0;
        foreach (string note in ((Picture[])[result, photo]).SelectMany(picture => picture.Origin?.Notes ?? []))
            terminal.Out.WriteLine($"Note     {note}");
        Picture blended = PictureBlend.Apply(result, content, kind, amount);
        PictureWriter.Write(
            new Picture(blended.Width, blended.Height, blended.Pixels, blended.Alpha) { Origin = photo.Origin },
            output,
            writing);
        terminal.Out.WriteLine($"Result   {output}, {result.Width} x {result.Height}");
    }

    private static IEnumerable<string> OptionChoices() =>
        Enum.GetNames<BlendMode>().Select(name => name.ToLowerInvariant());
}
