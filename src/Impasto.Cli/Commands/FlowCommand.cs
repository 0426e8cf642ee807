using System.CommandLine;
using System.Globalization;
using Impasto.Cli.Arguments;
using Impasto.Cli.Requests;
using Impasto.Cli.Shell;
using Impasto.Cli.Words;
using Impasto.Imaging;
using Impasto.Storage;
using Impasto.Video.Flow;
using Spectre.Console;

namespace Impasto.Cli.Commands;

/// <summary>impasto flow: shows where the pixels of a picture are in the next one.</summary>
internal sealed class FlowCommand(Terminal terminal)
{
    private readonly Argument<string> _first = new("first") { Description = "A frame." };
    private readonly Argument<string> _second = new("second") { Description = "The next one, of the same size." };

    private readonly GroupedOption<string> _output = new("Output", "--output", "-o")
    {
        Description = "The flow as a picture: the hue shows the direction, the strength the length; white is rest. "
            + "Black is hidden in the second frame.",
        HelpName = "FILE",
        Required = true,
    };

    private readonly GroupedOption<string> _flo = new("Output", "--flo")
    {
        Description = "Write the flow as a .flo file as well.",
        HelpName = "FILE",
    };

    private readonly GroupedOption<bool> _force = new("Output", "--force")
    {
        Description = "Replace files that exist.",
    };

    public static Command Create(Terminal terminal)
    {
        var flow = new FlowCommand(terminal);
        var command = new Command(
            "flow", "Draw where the pixels of a frame are in the next one: to look at when a clip goes wrong.")
        {
            flow._first, flow._second, flow._output, flow._flo, flow._force,
        };
        command.SetAction(flow.Run);
        return command;
    }

    private int Run(ParseResult parsed)
    {
        string first = parsed.GetRequiredValue(_first), second = parsed.GetRequiredValue(_second);
        string output = parsed.GetRequiredValue(_output);
        string? flo = parsed.GetValue(_flo);
        PictureWriteOptions writing = new() { Overwrite = parsed.GetValue(_force) };
        PictureName.RequireFile("--output", output, "flow.png");
        WrongCallException.Check(() => PictureWriter.CheckOptions(output, writing));
        new InputFiles([first, second]).RequireApart(("--output", output), ("--flo", flo));
        PictureWriter.Check(output, writing);
        if (flo is not null)
        {
            PictureName.RequireFile("--flo", flo, "flow.flo");
            AtomicFile.Check(flo, writing.Overwrite);
        }

        var reader = new PictureReader();
        Picture one = reader.Read(first), other = reader.Read(second);
        if (one.Size != other.Size)
            throw new ImpastoException($"'{second}' has {other.Size} pixels, '{first}' {one.Size}: expected one size.");
        foreach (string note in ((Picture[])[one, other]).SelectMany(picture => picture.Origin?.Notes ?? []).Distinct())
            terminal.Out.WriteLine($"Note     {note}");
        FlowPair pair = new(one.Width, one.Height);
        new OpticalFlow().ComputeBoth(one, other, pair);
        PictureWriter.Write(Drawn(pair), output, writing);
        if (flo is not null)
            FloFile.Write(pair.Forward, flo, writing.Overwrite);
        terminal.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Result   {output}, {one.Size}, motion {pair.Forward.MeanLength():0.00} pixels in the mean, "
            + $"{100 * pair.ForwardReliability.Average(value => 1 - value):0.0} % hidden"));
        return ExitCode.Success;
    }

    private static Picture Drawn(FlowPair pair)
    {
        Picture picture = FlowColors.Draw(pair.Forward);
        for (int i = 0; i < picture.Pixels.Length; i++)
        {
            if (pair.ForwardReliability[i % pair.ForwardReliability.Length] == 0)
                picture.Pixels[i] = 0;
        }

        return picture;
    }
}
