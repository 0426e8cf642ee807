using Impasto.Imaging;

namespace Impasto.Tests.Quality;

/// <summary>Every option that is one word gives a picture when it alone is changed (FAULTS D7).</summary>
public sealed class SingleOptionTests(SmallRuns runs) : IClassFixture<SmallRuns>
{
    public static TheoryData<string, string> Choices => [.. StylizeOptionCatalog.All.SelectMany(
        option => option.Choices.Select(choice => (option.Name, choice)))];

    [Theory]
    [MemberData(nameof(Choices))]
    public void Run_with_one_option_changed_gives_colours_of_its_pictures(string name, string choice)
    {
        StylizeOption option = StylizeOptionCatalog.Find(name);
        if ((name, choice) is ("clamp", _) or ("init", "picture"))
        {
            // These say at once what they need: Adam, and a picture.
            InvalidOptionsException failure = Assert.Throws<InvalidOptionsException>(
                () => runs.Run("cat", "swirls", option.Write(Small(Presets.Fine.Options), choice)));
            Assert.Matches("adam|a picture to start from", failure.Message);
            return;
        }

        Picture made = runs.Run("cat", "swirls", option.Write(Small(Presets.Fine.Options), choice));

        // The photograph's mean is 0.53, the painting's 0.35.
        float[] values = [.. made.Pixels.Select(value => Math.Clamp(value, 0, 1))];
        Assert.All(made.Pixels, value => Assert.True(float.IsFinite(value)));
        Assert.InRange(values.Average(), 0.25, 0.65);
        // Neither flat nor black and white: half of the values lie apart from both ends.
        Assert.True(values.Count(value => value is > 0.02f and < 0.98f) > values.Length / 2);
    }

    [Theory]
    [InlineData("fine")]
    [InlineData("draft")]
    [InlineData("print")]
    public void Run_with_adam_and_no_rate_comes_closer_as_with_lbfgs(string name)
    {
        StylizeOptions preset = Small(Presets.Find(name).Options);

        double adam = runs.Loss("cat", "swirls", StylizeOptionCatalog.Find("optimizer").Write(preset, "adam"));
        double lbfgs = runs.Loss("cat", "swirls", preset);

        // Twelve steps are few for Adam: it comes to 2.5 times the loss of L-BFGS.
        Assert.InRange(adam, 0, 3 * lbfgs);
    }

    private static StylizeOptions Small(StylizeOptions options) => options with
    {
        Sizing = options.Sizing with { Size = 48, MinSize = 32 },
        Steps = [12],
    };
}
