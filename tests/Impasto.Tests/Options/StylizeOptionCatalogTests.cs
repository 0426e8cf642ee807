using System.Globalization;

namespace Impasto.Tests.Options;

public sealed class StylizeOptionCatalogTests
{
    /// <summary>For each option a value that no preset has, and one beyond each end of its range.</summary>
    private static readonly Dictionary<string, (string Other, string[] Beyond)> Values = new()
    {
        ["size"] = ("777", ["0", "100001", "-1"]),
        ["framing"] = ("pad", []),
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
        ["content-target"] = ("match", []),
        ["photo-share"] = ("0.75", ["-0.1", "1.1", "NaN"]),
        ["content-layers"] = ("conv2_2=0.5,conv3_1=2", []),
        ["match-layers"] = ("conv3_1=2,conv4_1=0.5", []),
        ["match-variety"] = ("0.25", ["-0.1", "1.1", "NaN"]),
        ["match-detail"] = ("0.25", ["-0.1", "1.1", "NaN"]),
        ["split-steps"] = ("5", ["-1", "1000001"]),
        ["split-layers"] = ("conv1_2=0.5,conv2_1=2", []),
        ["style-layers"] = ("conv1_2=0.25", []),
        ["style-loss"] = ("gram", []),
        ["convention"] = ("neural-style", []),
        ["color"] = ("match", []),
        ["color-method"] = ("histogram", []),
        ["feather"] = ("2.5", ["-0.1", "21", "NaN"]),
        ["init"] = ("style", []),
        ["init-noise"] = ("0.4", ["-0.1", "1000.1", "NaN"]),
        ["seed"] = ("-42", []),
        ["optimizer"] = ("adam", []),
        ["learning-rate"] = ("0.05", ["0", "-1", "1100000", "NaN"]),
        ["coarse-gain"] = ("0.25", ["-0.1", "2.1", "NaN"]),
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

    // Words of the field that a painter has never heard, and those of the command.
    private static readonly string[] Jargon =
    [
        "loss", "gradient", "layer", "gram", "convolution", "optimi", "tolerance", "seed", "tv", "total variation",
        "regulari", "parameter", "init", "beta", "L-BFGS", "Adam", "-", "_", "pixel", "feature",
    ];

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
        Values.Keys.Order(StringComparer.Ordinal),
        StylizeOptionCatalog.All.Select(option => option.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void All_together_reach_every_property_but_the_presets_name()
    {
        string[] untouched = [.. OptimizerOptions.All.SelectMany(optimizer =>
        {
            StylizeOptions start = new() { Optimizer = optimizer };
            StylizeOptions changed = StylizeOptionCatalog.All
                .Where(option => option.Name != "optimizer" && option.Read(start) is not null)
                .Aggregate(start, (options, option) => option.Write(options, Values[option.Name].Other));
            return Untouched(start, changed);
        })];

        Assert.Equal(["StylizeOptions.Preset"], untouched.Distinct());
    }

    // The settable properties that have the same value, in groups by the group's name.
    private static IEnumerable<string> Untouched(object start, object changed) => start.GetType().GetProperties()
        .Where(property => property.CanWrite)
        .SelectMany(property => property.GetValue(start) switch
        {
            SizingOptions or LossOptions or ColorOptions or StartOptions or NetworkOptions or OptimizerOptions =>
                Untouched(property.GetValue(start)!, property.GetValue(changed)!),
            var value when Equals(value, property.GetValue(changed)) => [$"{start.GetType().Name}.{property.Name}"],
            _ => [],
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void Label_is_in_words_of_its_own_for_people_who_use_no_command(string name)
    {
        string label = StylizeOptionCatalog.Find(name).Label;

        Assert.InRange(label.Length, 5, 40);
        Assert.True(char.IsUpper(label[0]) && char.IsLetter(label[^1]), label);
        Assert.NotEqual(Letters(name), Letters(label));
        Assert.DoesNotContain(
            Jargon, word => label.Contains(word, StringComparison.OrdinalIgnoreCase));

        static string Letters(string text) => string.Concat(text.Where(char.IsLetter)).ToUpperInvariant();
    }

    [Fact]
    public void Labels_differ() => Assert.Distinct(
        StylizeOptionCatalog.All.Select(option => option.Label), StringComparer.OrdinalIgnoreCase);

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_of_what_was_read_changes_nothing_in_any_preset(string name)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);
        foreach (StylizeOptions options in Presets.All.Select(preset => preset.Options))
        {
            if (option.Read(options) is { } value)
                Assert.Equal(options, option.Write(options, value));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_another_value_is_read_back_and_touches_no_other_option(string name)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);
        StylizeOptions start = Fitting(option);
        string before = option.Read(start)!, other = Values[name].Other;

        StylizeOptions written = option.Write(start, other);

        Assert.NotEqual(before, other);
        Assert.Equal(other, option.Read(written));
        Assert.Null(option.Problem(written));
        Assert.All(
            StylizeOptionCatalog.All.Where(
                each => each.Name != name && (name != "optimizer" || each.Group != "Optimiser")
                    // A convention brings its usual style loss and its usual target of the content.
                    && (name != "convention" || each.Name is not ("style-loss" or "content-target"))),
            each => Assert.Equal(each.Read(start), each.Read(written)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Problem_beyond_the_range_names_option_and_value(string name)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);
        foreach (string value in Values[name].Beyond)
        {
            StylizeOptions written = option.Write(Fitting(option), value);

            OptionProblem? problem = option.Problem(written);

            Assert.NotNull(problem);
            Assert.Equal((name, option.Read(written)), (problem.Option, problem.Value));
            Assert.StartsWith($"{name}: expected ", problem.ToString(), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Write_every_choice_is_read_back(string name, string choice)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);

        Assert.Equal(choice, option.Read(option.Write(Fitting(option), choice)));
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
        InvalidOptionsException refusal = Assert.Throws<InvalidOptionsException>(
            () => StylizeOptionCatalog.Find(name).Write(new StylizeOptions(), text));

        Assert.Equal(name, Assert.Single(refusal.Problems).Option);
        Assert.StartsWith($"{name}: ", refusal.Message, StringComparison.Ordinal);
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
        InvalidOptionsException refusal = Assert.Throws<InvalidOptionsException>(
            () => StylizeOptionCatalog.Find("colour"));

        Assert.Contains("Unknown option 'colour': expected one of size, ", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_lists_everything_that_is_wrong_at_once()
    {
        var options = new StylizeOptions
        {
            Sizing = new() { Size = 0, ScaleFactor = 1, StyleScale = 0.5, StyleFit = StyleFitMode.Squash },
            Steps = [],
            Losses = new()
            {
                StyleWeight = 0,
                ContentWeight = 0,
                StyleLoss = StyleLoss.Moments,
                Convention = LossConvention.Notebook,
            },
            Optimizer = new AdamOptions { Beta1 = 2, Clamp = true },
            Network = new() { Padding = (PaddingMode)9 },
        };

        Assert.Equal(
            [
                "size: expected 1 to 100000, original, 800x600, 50%, or a size on paper: 30cm, 20x30cm, 8x10in@150, "
                    + "got 0.",
                "scale-factor: expected 1.05 to 4, got 1.",
                "steps: expected 0 to 1000000 for each scale, got ''.",
                "beta1: expected 0 to 0.999999, got 2.",
                "padding: expected network, zero, replicate, reflect, replicate-input, wrap, got 9.",
                "Nothing to optimise: the weights of content and style, or of all their layers, are 0.",
                "style-loss: expected gram with convention notebook, got 'moments'.",
                "clamp: expected off with convention notebook, whose pixels are not RGB, got 'on'.",
                "style-scale: expected 1 with style-fit squash, got 0.5.",
            ],
            options.Validate().Select(problem => problem.ToString()));
    }

    [Fact]
    public void Write_option_of_another_optimiser_says_which_it_belongs_to()
    {
        InvalidOptionsException refusal = Assert.Throws<InvalidOptionsException>(
            () => StylizeOptionCatalog.Find("beta1").Write(new StylizeOptions(), "0.5"));

        Assert.Equal("beta1: has no effect without optimizer adam.", refusal.Message);
    }

    [Fact]
    public void Write_many_in_any_order_sets_the_optimiser_before_its_own_options()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["beta1"] = "0.5",
            ["optimizer"] = "adam",
        };

        StylizeOptions options = StylizeOptionCatalog.Write(new StylizeOptions(), values);

        Assert.Equal(new AdamOptions { Beta1 = 0.5 }, options.Optimizer);
    }

    [Fact]
    public void Read_all_and_write_gives_equal_options() => Assert.All(Presets.All, preset => Assert.Equal(
        preset.Options,
        StylizeOptionCatalog.Write(
            new StylizeOptions { Preset = preset.Name }, StylizeOptionCatalog.Read(preset.Options))));

    [Theory]
    [InlineData("color-method", "has no effect without color match")]
    [InlineData("init-noise", "has no effect without init noise")]
    [InlineData("seed", "has no effect without init noise or varied")]
    [InlineData("framing", "has no effect without a width and height as size")]
    [InlineData("clamp", "has no effect without optimizer adam")]
    [InlineData("history", null)]
    [InlineData("range-weight", null)]
    [InlineData("learning-rate", null)]
    public void WithoutEffect_says_what_the_option_needs(string name, string? expected) =>
        Assert.Equal(expected, StylizeOptionCatalog.Find(name).WithoutEffect(new StylizeOptions()));

    [Theory]
    [InlineData("strength=5,50, 5,", "strength", "5|50")]
    [InlineData("--steps=100,60;50", "steps", "100,60|50")]
    [InlineData("color=match", "color", "match")]
    public void ReadSeveral_gives_each_value_once(string text, string name, string values)
    {
        (StylizeOption option, IReadOnlyList<string> read) = StylizeOptionCatalog.ReadSeveral(text, "set");

        Assert.Equal((name, values), (option.Name, string.Join('|', read)));
    }

    [Theory]
    [InlineData("strength", "set: expected OPTION=VALUE,VALUE, got 'strength'.")]
    [InlineData("strength=,", "set: expected OPTION=VALUE,VALUE, got 'strength=,'.")]
    [InlineData("=5", "set: expected OPTION=VALUE,VALUE, got '=5'.")]
    [InlineData("strangth=5", "Unknown option 'strangth'")]
    public void ReadSeveral_of_something_else_is_refused(string text, string sentence)
    {
        InvalidOptionsException failure = Assert.Throws<InvalidOptionsException>(
            () => StylizeOptionCatalog.ReadSeveral(text, "set"));

        Assert.StartsWith(sentence, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_finds_nothing_wrong_with_the_presets() =>
        Assert.All(Presets.All, preset => Assert.Empty(preset.Options.Validate()));

    // Options of an optimiser are read and set where that is chosen.
    private static StylizeOptions Fitting(StylizeOption option) => OptimizerOptions.All
        .Select(optimizer => new StylizeOptions { Optimizer = optimizer })
        .OrderBy(options => options.Optimizer.Name != new StylizeOptions().Optimizer.Name)
        .First(options => option.Read(options) is not null);
}
