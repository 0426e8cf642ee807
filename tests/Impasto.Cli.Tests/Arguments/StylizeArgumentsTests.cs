using System.CommandLine;
using Impasto.Cli.Arguments;
using Impasto.Cli.Requests;
using Impasto.Records;

namespace Impasto.Cli.Tests.Arguments;

public sealed class StylizeArgumentsTests
{
    [Theory]
    [InlineData("photo.jpg painting.jpg", "photo_painting.png")]
    [InlineData("some/where/photo.tar.jpg ../wave.png=3", "photo.tar_wave.png")]
    [InlineData("a.jpg b.jpg c.jpg=2", "a_b_c.png")]
    [InlineData("- b.jpg", "stylized_b.png")]
    [InlineData("https://example.org/x/a.jpg?size=3 b.jpg", "a_b.png")]
    [InlineData("https://example.org/ b.jpg", "picture_b.png")]
    public void Read_without_output_names_it_after_content_and_styles(string words, string expected) =>
        Assert.Equal(expected, Read(words).Output);

    [Fact]
    public void Read_without_options_gives_the_defaults_of_the_library()
    {
        StylizeRequest request = Read("a b");

        var defaults = new StylizeOptions();
        Assert.Equal(defaults, request.Record.Options);
        Assert.Equal([40, 24, 16], request.Record.Options.Steps);
        Assert.Equal(
            ("auto", "auto", 0, null),
            (request.Record.Network.Name, request.Device, request.Threads, request.MaxPixels));
        Assert.Equal(new RecordedOutput { Format = "png" }, request.Record.Output);
        Assert.False(request.Force);
        Assert.Equal(new ReportOptions(), request.Report);
    }

    public static TheoryData<string, string> OtherValues =>
        new(StylizeOptionCatalog.All.Select(option => (option.Name, Other(option))));

    [Theory]
    [MemberData(nameof(OtherValues))]
    public void Read_every_option_of_the_catalogue_arrives(string name, string value)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);
        Assert.NotEqual(value, option.Read(new StylizeOptions()));

        string beside = name switch
        {
            "beta1" or "beta2" or "average" or "clamp" => " --optimizer adam",
            "color-method" => " --color match",
            "init-noise" or "seed" => " --init noise",
            "feather" => " --region mask=keep",
            "framing" => " --size 40x30",
            _ => "",
        };
        Assert.Equal(value, option.Read(Read($"a b --{name} {value}{beside}").Record.Options));
        Assert.Equal(value, option.Read(Read($"--{name}={value} a b{beside}").Record.Options));
    }

    [Theory]
    [InlineData("notebook")]
    [InlineData("neural-style")]
    public void Read_preset_sets_its_values_and_options_change_them(string preset)
    {
        StylizeRequest request = Read($"a b --preset {preset} --style-weight 42");

        foreach (StylizeOption option in StylizeOptionCatalog.All)
        {
            string? expected = option.Name == "style-weight" ? "42" : option.Read(Presets.Find(preset).Options);
            Assert.Equal(expected, option.Read(request.Record.Options));
        }

        Assert.Equal(preset, request.Record.Options.Preset);
    }

    [Fact]
    public void Read_layers_with_weights()
    {
        StylizeRequest request = Read("a b --style-layers conv1_1=1,conv2_1=0.75");

        Assert.Equal("conv1_1=1,conv2_1=0.75", request.Record.Options.Losses.StyleLayers.ToString());
    }

    [Fact]
    public void Read_options_outside_the_recipe_arrive()
    {
        StylizeRequest request = Read(
            "a b -o r.tif --network vgg.pth --normalization caffe --device cuda:1 --threads 3 --every 5 --frames d "
            + "--trace t --figure f.png --depth 8 --quality 80 --max-pixels 1000 --force --verbose --json");

        Assert.Equal(
            ("r.tif", "cuda:1", 3, 1000, true),
            (request.Output, request.Device, request.Threads, request.MaxPixels, request.Force));
        Assert.Equal(new RecordedNetwork("vgg.pth") { Normalization = "caffe" }, request.Record.Network);
        Assert.Equal(new RecordedOutput { Format = "tif", Depth = 8, Quality = 80 }, request.Record.Output);
        Assert.Equal(new ReportOptions(5, "d", "t", "f.png", Verbosity.Verbose, true), request.Report);
    }

    [Theory]
    [InlineData("a b --init start.png", "start.png")]
    [InlineData("a b --init picture", "picture")]
    [InlineData("a b --init -", "-")]
    public void Read_init_other_than_a_choice_is_a_file(string words, string file)
    {
        StylizeRequest request = Read(words);

        Assert.Equal((StartMode.Picture, file), (request.Record.Options.Start.Init, request.Record.Start?.Name));
    }

    [Fact]
    public void Read_words_after_two_hyphens_are_files()
    {
        StylizeRequest request = Read("--size 9 -- -a.jpg --b.jpg");

        Assert.Equal(("-a.jpg", "--b.jpg"), (request.Record.Content?.Name, request.Record.Styles[0].Picture.Name));
    }

    [Fact]
    public void Read_word_that_begins_with_at_is_a_file() =>
        Assert.Equal("@home.jpg", Read("@home.jpg b").Record.Content?.Name);

    private static StylizeRequest Read(string words)
    {
        var command = new Command("stylize");
        var arguments = new StylizeArguments();
        arguments.AddAll(command);
        var parsed = command.Parse(words.Split(' '), new ParserConfiguration { ResponseFileTokenReplacer = null });
        Assert.Empty(parsed.Errors);
        return arguments.Read(parsed);
    }

    private static string Other(StylizeOption option) => option.Name switch
    {
        "size" or "style-size" => "777",
        "steps" => "5,4",
        "min-size" => "99",
        "scale-factor" => "1.3",
        "seed" => "-12",
        "content-layers" or "match-layers" or "style-layers" => "conv1_2=0.5,conv3_1=2",
        "history" => "7",
        "learning-rate" => "1e-9",
        "beta1" or "beta2" or "average" or "tolerance" => "0.25",
        "photo-share" => "0.5",
        "match-variety" or "match-detail" => "0.75",
        "split-steps" => "3",
        "split-layers" => "conv1_1=1",
        _ when option.Choices.Count > 0 => option.Choices
            .First(choice => choice != option.Read(new StylizeOptions()) && choice != "picture"),
        "coarse-gain" => "0.25",
        _ => "3.25",
    };
}
