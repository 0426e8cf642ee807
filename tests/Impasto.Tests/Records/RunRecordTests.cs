using System.Text.Json.Nodes;
using Impasto.Imaging;
using Impasto.Records;

namespace Impasto.Tests.Records;

/// <summary>A run as data.</summary>
public sealed class RunRecordTests
{
    private static readonly string Hash = new('a', 64);

    private static readonly RunRecord Full = new()
    {
        Options = Presets.Find("notebook").Options with { Steps = [5, 4], Feather = 3 },
        Content = Picture("photo.jpg"),
        Styles =
        [
            new RecordedStyle(Picture("a=2.jpg"), 0.1)
            {
                Mask = new RecordedMask(Picture("part#1.png"), "00ff10"),
                Area = new PictureArea(1, 2, 30, 40),
                FineStrokes = Picture("strokes.jpg"),
            },
            new RecordedStyle(new RecordedPicture("http://example.org/b.jpg?x=1")),
        ],
        Regions =
        [
            new RecordedRegion(new RecordedMask(Picture("sky.png"), RecordedMask.Black), []),
            new RecordedRegion(
                new RecordedMask(Picture("map.png"), "ff0000"), [new RecordedStyle(Picture("c.jpg"), 3)]),
        ],
        Start = Picture("start.png"),
        Network = new RecordedNetwork("vgg.pth") { Sha256 = new('b', 64), Normalization = "caffe" },
        Output = new RecordedOutput { Format = "tif", Depth = 16, Quality = 80 },
        Engine = "Simd, 2 threads",
    };

    public static TheoryData<string> Changes => [.. Changed.Keys];

    private static Dictionary<string, Func<RunRecord, RunRecord>> Changed { get; } = new(StringComparer.Ordinal)
    {
        ["an option"] = record => record with { Options = record.Options with { Feather = 4 } },
        ["a page"] = record => record with
        {
            Content = record.Content! with { Name = $"{record.Content.Name}#page=2" },
        },
        ["content"] = record => record with { Content = Picture("photo.jpg", 'd') },
        ["a weight"] = record => WithStyle(record, style => style with { Weight = 0.2 }),
        ["a style's mask"] = record =>
            WithStyle(record, style => style with { Mask = style.Mask! with { Color = null } }),
        ["a style's area"] = record => WithStyle(record, style => style with { Area = null }),
        ["strokes"] = record => WithStyle(record, style => style with { FineStrokes = null }),
        ["regions"] = record => record with { Regions = [record.Regions[1], record.Regions[0]] },
        ["start"] = record => record with { Start = null },
        ["weights"] = record => record with { Network = record.Network with { Sha256 = new('d', 64) } },
        ["normalization"] = record => record with { Network = record.Network with { Normalization = null } },
        ["depth"] = record => record with { Output = record.Output with { Depth = 8 } },
        ["format"] = record => record with { Output = record.Output with { Format = "png" } },
        ["an address"] = record => record with
        {
            Styles = [record.Styles[0], new RecordedStyle(new RecordedPicture("http://example.org/b.jpg?x=2"))],
        },
    };

    [Fact]
    public void Parse_reads_everything_that_was_written() => Assert.Equal(Full, RunRecord.Parse(Full.ToJson()));

    [Fact]
    public void Parse_empty_record_reads_it() =>
        Assert.Equal(new RunRecord(), RunRecord.Parse(new RunRecord().ToJson()));

    [Theory]
    [MemberData(nameof(Changes))]
    public void Key_and_equality_see_a_change(string change)
    {
        RunRecord other = Changed[change](Full);

        Assert.NotEqual(Full.Key, other.Key);
        Assert.NotEqual(Full, other);
        Assert.Equal(other, Changed[change](Full));
    }

    [Fact]
    public void Key_does_not_depend_on_names_whose_hash_is_known()
    {
        RunRecord renamed = Full.WithPictures(picture =>
            picture.Sha256 is null ? picture : picture with { Name = $"elsewhere/{picture.Name}" }) with
        {
            Engine = "another",
            Options = Full.Options with { Preset = "mine" },
            Network = Full.Network with { Name = "copy.pth" },
        };

        Assert.NotEqual(Full, renamed);
        Assert.Equal(Full.Key, renamed.Key);
    }

    [Fact]
    public void Pictures_lists_each_picture_once()
    {
        RunRecord twice = Full with { Start = Full.Content };

        Assert.Equal(
            [
                "photo.jpg", "a=2.jpg", "part#1.png", "strokes.jpg", "http://example.org/b.jpg?x=1", "sky.png",
                "map.png", "c.jpg",
            ],
            twice.Pictures.Select(picture => picture.Name));
    }

    [Fact]
    public void Parse_version_1_reads_the_words_of_the_command_line()
    {
        const string Text = """
            {"impasto":1,"content":"cat.jpg","styles":[{"picture":"swirls.jpg","weight":2}],"start":null,"regions":
            [{"mask":"mask.jpg#black","style":"swirls.jpg","styleMask":"mask.jpg"},{"mask":"m#FF0000","style":null}],
            "styleMask":null,"styleRegion":"0,0,90,80","fineStyle":"cat.jpg","preset":"fine","options":{"size":"48",
            "learning-rate":"1","beta1":"0.9","clamp":"off","optimizer":"lbfgs","history":"7"},"network":"auto",
            "normalization":null,"networkSha256":"883acc51962e2f7af781be5a56d55e4e9f3b14ca5f0fb9efbd30d2973c48b2ab",
            "device":"Simd on cpu","depth":null,"quality":90}
            """;

        var record = RunRecord.Parse(Text.ReplaceLineEndings(""));

        Assert.Equal(
            new RunRecord
            {
                Content = new RecordedPicture("cat.jpg"),
                Styles =
                [
                    new RecordedStyle(new RecordedPicture("swirls.jpg"), 2)
                    {
                        Area = new PictureArea(0, 0, 90, 80), FineStrokes = new RecordedPicture("cat.jpg"),
                    },
                ],
                Regions =
                [
                    new RecordedRegion(
                        new RecordedMask(new RecordedPicture("mask.jpg"), "black"),
                        [
                            new RecordedStyle(new RecordedPicture("swirls.jpg"))
                            {
                                Mask = new RecordedMask(new RecordedPicture("mask.jpg")),
                            },
                        ]),
                    new RecordedRegion(new RecordedMask(new RecordedPicture("m"), "ff0000"), []),
                ],
                Options = new StylizeOptions
                {
                    Sizing = new SizingOptions { Size = 48 },
                    Losses = new LossOptions
                    {
                        Content = ContentMode.Photo, MatchVariety = 0, MatchDetail = 0, SplitSteps = 0,
                    },
                    Optimizer = new LbfgsOptions { History = 7, CoarseGain = 0 },
                },
                Network = new RecordedNetwork("auto")
                {
                    Sha256 = "883acc51962e2f7af781be5a56d55e4e9f3b14ca5f0fb9efbd30d2973c48b2ab",
                },
                Output = new RecordedOutput { Quality = 90 },
                Engine = "Simd on cpu",
            },
            record);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"impasto\":2}")]
    [InlineData("{\"impasto\":1}")]
    public void Parse_damaged_text_is_refused(string text) => Refuses(text, "The description of the run is damaged.");

    [Theory]
    [InlineData("content", "{\"name\":\"\"}")]
    [InlineData("content", "{\"name\":\"a\",\"sha256\":\"12\"}")]
    [InlineData("styles", "[null]")]
    [InlineData("styles", "[{\"picture\":{\"name\":\"a\"},\"weight\":1,\"area\":[1,2]}]")]
    [InlineData("regions", "[{\"mask\":{\"picture\":{\"name\":\"a\"},\"color\":\"green\"},\"styles\":[]}]")]
    [InlineData("output", "{}")]
    [InlineData("network", "{}")]
    [InlineData("engine", "null")]
    [InlineData("styles", "[{\"weight\":1}]")]
    [InlineData("regions", "[{\"styles\":[]}]")]
    [InlineData("regions", "[{\"mask\":{\"color\":\"ff0000\"},\"styles\":[]}]")]
    public void Parse_damaged_part_is_refused(string part, string json)
    {
        JsonNode record = JsonNode.Parse(Full.ToJson())!;
        record[part] = JsonNode.Parse(json);

        Refuses(record.ToJsonString(), "The description of the run is damaged.");
    }

    [Theory]
    [InlineData(ColorMode.Content, true)]
    [InlineData(ColorMode.Match, true)]
    [InlineData(ColorMode.Style, false)]
    [InlineData(ColorMode.Tint, false)]
    public void Parse_knows_pictures_whose_colours_were_parted_before_Oklab(ColorMode mode, bool isOther)
    {
        RunRecord now = Full with { Options = Full.Options with { Color = new() { Mode = mode } } };
        JsonObject json = JsonNode.Parse(now.ToJson())!.AsObject();
        json.Remove("colors");

        var before = RunRecord.Parse(json.ToJsonString());

        Assert.False(RunRecord.Parse(now.ToJson()).IsBeforeOklab);
        Assert.Equal(isOther, before.IsBeforeOklab);
        // Another picture: a batch makes it again.
        Assert.Equal(isOther, before.Key != now.Key);
        Assert.Equal(json.ToJsonString(), JsonNode.Parse(before.ToJson())!.ToJsonString());
    }

    [Fact]
    public void Parse_newer_version_is_refused() => Refuses(
        "{\"impasto\":3}", "The description of the run has version 3: this version of Impasto reads 1 and 2.");

    private static void Refuses(string text, string message) =>
        Assert.Equal(message, Assert.ThrowsAny<ImpastoException>(() => RunRecord.Parse(text)).Message);

    private static RunRecord WithStyle(RunRecord record, Func<RecordedStyle, RecordedStyle> change) =>
        record with { Styles = [change(record.Styles[0]), record.Styles[1]] };

    // A hash of its own for each name.
    private static RecordedPicture Picture(string name, char digit = 'a') =>
        new(name) { Sha256 = Hash[..54] + $"{digit}{name.Length:000000000}" };
}
