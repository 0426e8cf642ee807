using System.Globalization;

namespace Impasto.Tests.Options;

public sealed class StylizeOptionCatalogTests
{
    /// <summary>For each option a value that no preset has, and one beyond each end of its range.</summary>
    private static readonly Dictionary<string, (string Other, string[] Beyond)> Values = new()
    {
        ["size"] = ("777", ["0", "100001", "-1"]),
        ["size-rule"] = ("shorter", []),
        ["style-size"] = ("333", ["0", "100001"]),
        ["style-scale"] = ("0.5", ["0.09", "10.1", "NaN"]),
        ["style-fit"] = ("squash", []),
        ["resize"] = ("pillow", []),
        ["min-size"] = ("99", ["-1", "100001"]),
        ["scale-factor"] = ("1.25", ["1.04", "4.1", "NaN"]),
        ["steps"] = ("7,8,9", ["-1", "1000001", "5,-3"]),
        ["tolerance"] = ("0.03", ["-0.1", "1.5", "NaN"]),
        ["strength"] = ("62.5", ["-1", "100.5", "NaN"]),
        ["content-weight"] = ("0.125", ["-0.1", "1100000000000", "NaN", "Infinity"]),
        ["style-weight"] = ("0.375", ["-0.1", "1100000000000", "NaN"]),
        ["tv-weight"] = ("0.625", ["-0.1", "1100000000000", "NaN"]),
        ["range-weight"] = ("3.5", ["-0.1", "1100000000000", "NaN"]),
        ["content-layers"] = ("conv2_2=0.5,conv3_1=2", []),
        ["style-layers"] = ("conv1_2=0.25", []),
        ["style-loss"] = ("wasserstein", []),
        ["convention"] = ("neural-style", []),
        ["color"] = ("match", []),
        ["color-method"] = ("histogram", []),
        ["feather"] = ("2.5", ["-0.1", "21", "NaN"]),
        ["init"] = ("style", []),
        ["init-noise"] = ("0.4", ["-0.1", "1000.1", "NaN"]),
        ["seed"] = ("-42", []),
        ["optimizer"] = ("adam", []),
        ["learning-rate"] = ("0.05", ["0", "-1", "1100000", "NaN"]),
        ["beta1"] = ("0.5", ["-0.1", "1", "NaN"]),
        ["beta2"] = ("0.75", ["-0.1", "1", "NaN"]),
        ["average"] = ("0.7", ["-0.1", "1", "NaN"]),
        ["clamp"] = ("on", []),
        ["history"] = ("12", ["0", "1001"]),
        ["line-search"] = ("none", []),
        ["pooling"] = ("l2", []),
        ["padding"] = ("replicate-input", []),
        ["alpha"] = ("drop", []),
    };

    public static TheoryData<string> Names => [.. StylizeOptionCatalog.All.Select(option => option.Name)];

    public static TheoryData<string, string> Choices
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (StylizeOption option in StylizeOptionCatalog.All)
            {
                foreach (string choice in option.Choices)
                    data.Add(option.Name, choice);
            }

            return data;
        }
    }

    [Fact]
    public void All_names_are_those_tested_here() => Assert.Equal(
        Values.Keys.Order(StringComparer.Ordinal), StylizeOptionCatalog.All.Select(option => option.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void All_together_reach_every_property_but_the_presets_name_and_pictures()
    {
        StylizeOptions changed = StylizeOptionCatalog.All.Aggregate(
            new StylizeOptions(), (options, option) => option.Write(options, Values[option.Name].Other));

        string[] untouched = [.. typeof(StylizeOptions).GetProperties()
            .Where(property => Equals(property.GetValue(changed), property.GetValue(new StylizeOptions())))
            .Select(property => property.Name)];
        Assert.Equal(["InitPicture", "Preset", "Regions"], untouched.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_of_what_was_read_changes_nothing_in_any_preset(string name)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);
        foreach (StylizeOptions options in Presets.All.Select(preset => preset.Options))
        {
            StylizeOptions written = option.Write(options, option.Read(options));

            // Steps are a list: equal in content, not in identity.
            Assert.Equal(options, written with { Steps = options.Steps });
            Assert.Equal(options.Steps, written.Steps);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_another_value_is_read_back_and_touches_no_other_option(string name)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);
        string before = option.Read(new StylizeOptions()), other = Values[name].Other;

        StylizeOptions written = option.Write(new StylizeOptions(), other);

        Assert.NotEqual(before, other);
        Assert.Equal(other, option.Read(written));
        Assert.Null(option.Problem(written));
        Assert.All(
            StylizeOptionCatalog.All.Where(each => each.Name != name),
            each => Assert.Equal(each.Read(new StylizeOptions()), each.Read(written)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Problem_beyond_the_range_names_option_and_value(string name)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);
        foreach (string value in Values[name].Beyond)
        {
            StylizeOptions written = option.Write(new StylizeOptions(), value);

            string? problem = option.Problem(written);

            Assert.NotNull(problem);
            Assert.StartsWith($"--{name}: expected ", problem, StringComparison.Ordinal);
            Assert.Contains(option.Read(written), problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Write_every_choice_is_read_back(string name, string choice)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);

        Assert.Equal(choice, option.Read(option.Write(new StylizeOptions(), choice)));
        Assert.Contains(choice, option.Range, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("size", "big")]
    [InlineData("size", "5.5")]
    [InlineData("size", "")]
    [InlineData("style-size", "original")]
    [InlineData("min-size", "1e3")]
    [InlineData("history", "9999999999")]
    [InlineData("scale-factor", "1,8")]
    [InlineData("scale-factor", "1.8x")]
    [InlineData("content-weight", "1,000")]
    [InlineData("steps", "")]
    [InlineData("steps", "10,,20")]
    [InlineData("steps", "10;20")]
    [InlineData("steps", "1.5")]
    [InlineData("style-layers", "conv9_1")]
    [InlineData("style-layers", "conv1_1=-1")]
    [InlineData("style-layers", "conv1_1=one")]
    [InlineData("style-layers", "conv1_1,conv1_1")]
    [InlineData("convention", "gatys")]
    [InlineData("convention", "1")]
    [InlineData("pooling", "l-2")]
    [InlineData("padding", "")]
    [InlineData("alpha", "yes")]
    public void Write_other_text_is_refused_by_name(string name, string text)
    {
        ImpastoException refusal = Assert.Throws<ImpastoException>(() => StylizeOptionCatalog.Find(name).Write(new StylizeOptions(), text));

        Assert.StartsWith($"--{name}: ", refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_numbers_do_not_depend_on_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            comma.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = comma;
            StylizeOption option = StylizeOptionCatalog.Find("scale-factor");

            Assert.Equal("1.5", option.Read(option.Write(new StylizeOptions(), "1.5")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Find_no_option_lists_those_there_are()
    {
        ImpastoException refusal = Assert.Throws<ImpastoException>(() => StylizeOptionCatalog.Find("colour"));

        Assert.Contains("'colour' is no option: expected one of size, ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_lists_everything_that_is_wrong_at_once()
    {
        var options = new StylizeOptions
        {
            Sizing = new() { Size = 0, ScaleFactor = 1, StyleScale = 0.5, StyleFit = StyleFitMode.Squash },
            Steps = [],
            Losses = new() { StyleWeight = 0, ContentWeight = 0, StyleLoss = StyleLoss.Moments, Convention = LossConvention.Notebook },
            Optimizer = new LbfgsOptions { History = 0, Average = 0.5 },
            Start = new() { Init = StartMode.Picture },
            Network = new() { Padding = (PaddingMode)9 },
        };

        string[] starts = [.. options.Validate().Select(problem => problem.Split(':')[0])];

        Assert.Equal(
            ["--size", "--scale-factor", "--steps", "--optimizer", "--history", "--padding", "Nothing to optimise", "--style-loss moments", "--average", "--style-scale 0.5", "Expected a picture to start from."],
            starts);
    }

    [Fact]
    public void Validate_finds_nothing_wrong_with_the_presets() =>
        Assert.All(Presets.All, preset => Assert.Empty(preset.Options.Validate()));
}
