using Impasto.Imaging;
using Impasto.Options;

namespace Impasto.Tests.Options;

public sealed class TargetSizeTests
{
    private static readonly PictureSize Photo = new(451, 300);

    // Of a photograph of 451 x 300. 20 cm at 300 dots per inch are 20 / 2.54 * 300 = 2362.2 pixels.
    [Theory]
    [InlineData("512", "512", 512, 341)]
    [InlineData("original", "original", 451, 300)]
    [InlineData("50%", "50%", 226, 150)]
    [InlineData("12.5%", "12.5%", 56, 37)]
    [InlineData("200%", "200%", 902, 600)]
    [InlineData("800x600", "800x600", 800, 600)]
    [InlineData("800\u00d7600", "800x600", 800, 600)]
    [InlineData("1x1", "1x1", 1, 1)]
    [InlineData("20cm", "20cm", 2362, 1571)]
    [InlineData("20x30cm", "20x30cm", 2362, 3543)]
    [InlineData("200x300mm@300", "200x300mm", 2362, 3543)]
    [InlineData("8x10in@150", "8x10in@150", 1200, 1500)]
    [InlineData("2.5in@100", "2.5in@100", 250, 166)]
    public void Write_text_gives_a_size_and_the_same_text(string text, string again, int width, int height)
    {
        StylizeOptions options = StylizeOptionCatalog.Find("size").Write(new StylizeOptions(), text);

        Assert.Equal(again, StylizeOptionCatalog.Find("size").Read(options));
        Assert.Equal(new PictureSize(width, height), options.ResultSize(Photo));
        Assert.Empty(options.Validate());
    }

    [Theory]
    [InlineData("0x5")]
    [InlineData("5x")]
    [InlineData("100001x5")]
    [InlineData("50.5")]
    [InlineData("50.5x20")]
    [InlineData("50x50%")]
    [InlineData("0%")]
    [InlineData("10001%")]
    [InlineData("0.001mm")]
    [InlineData("9000cm@9000")]
    [InlineData("20cm@0")]
    [InlineData("512@300")]
    [InlineData("20 cm")]
    [InlineData("A4")]
    [InlineData("-5x5")]
    [InlineData("1e3")]
    public void Write_other_text_is_refused(string text)
    {
        OptionProblem problem;
        try
        {
            problem = Assert.Single(StylizeOptionCatalog.Find("size").Write(new StylizeOptions(), text).Validate());
        }
        catch (InvalidOptionsException refusal)
        {
            problem = Assert.Single(refusal.Problems);
        }

        Assert.Equal("size", problem.Option);
    }

    [Theory]
    [InlineData(FramingMode.Crop, 100, 100, 100, 100)]
    [InlineData(FramingMode.Fit, 100, 67, 100, 67)]
    [InlineData(FramingMode.Pad, 100, 67, 100, 100)]
    public void Framing_decides_what_is_painted_and_what_is_written(
        FramingMode framing, int paintedWidth, int paintedHeight, int width, int height)
    {
        SizingOptions sizing = new() { Size = TargetSize.Exact(100, 100), Framing = framing };

        Assert.Equal(new PictureSize(paintedWidth, paintedHeight), Pyramid.Final(sizing, Photo));
        Assert.Equal(
            new PictureSize(width, height), new StylizeOptions { Sizing = sizing }.ResultSize(Photo));
    }

    [Theory]
    [InlineData("print", null, 300)]
    [InlineData("print", 150, 150)]
    [InlineData("fine", null, null)]
    public void Record_of_a_preset_for_paper_states_its_dots(string preset, int? given, int? dots)
    {
        RunRecord record = new() { Options = Presets.Find(preset).Options, Output = new() { Dpi = given } };

        Assert.Equal(dots, record.OnPaper().Output.Dpi);
    }

    [Fact]
    public void Record_gives_its_dots_to_a_size_on_paper_and_takes_those_of_the_size()
    {
        RunRecord paper = new()
        {
            Options = StylizeOptionCatalog.Find("size").Write(new StylizeOptions(), "10cm"),
        };

        Assert.Equal(300, paper.OnPaper().Output.Dpi);
        RunRecord coarse = (paper with { Output = new() { Dpi = 254 } }).OnPaper();
        Assert.Equal(("10cm@254", 1000), (
            $"{coarse.Options.Sizing.Size}", coarse.Options.ResultSize(Photo).Width));
    }
}
