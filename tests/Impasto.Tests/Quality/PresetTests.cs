using Impasto.Imaging;
using Impasto.Networks;

namespace Impasto.Tests.Quality;

/// <summary>Every preset gives a picture with the network that is always there.</summary>
public sealed class PresetTests(SmallRuns runs) : IClassFixture<SmallRuns>
{
    public static TheoryData<string> Names => [.. Presets.All.Select(preset => preset.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Run_any_preset_with_the_compact_network_gives_colours_of_its_pictures(string name)
    {
        StylizeOptions preset = Presets.Find(name).Options;
        StylizeOptions options = preset with
        {
            Sizing = preset.Sizing with { Size = 64, MinSize = Math.Min(preset.Sizing.MinSize, 40) },
            Steps = [60],
        };

        Picture made = runs.Run("cat", "swirls", options);

        // The photograph's mean is 0.53, the painting's 0.35.
        Assert.InRange(made.Pixels.ToArray().Average(value => Math.Clamp(value, 0, 1)), 0.25, 0.65);
    }

    // 57.6 is 255 times the mean of torchvision's deviations: (0.229 + 0.224 + 0.225) / 3.
    [Fact]
    public void For_neural_style_multiplies_weights_for_other_features_than_caffes()
    {
        LossOptions losses = Presets.NeuralStyle.Options.Losses;

        LossOptions other = losses.For(InputNormalization.Torchvision);

        Assert.Same(losses, losses.For(InputNormalization.Caffe));
        Assert.Same(losses, losses.For(InputNormalization.CaffeRgb));
        Assert.Equal(5 * 57.63 * 57.63, other.ContentWeight, 5e-3 * other.ContentWeight);
        Assert.Equal(100 * Math.Pow(57.63, 4), other.StyleWeight, 5e-3 * other.StyleWeight);
        Assert.Equal(1e-3 * 57.63, other.TvWeight, 1e-3);
        Assert.Same(Presets.Fine.Options.Losses, Presets.Fine.Options.Losses.For(InputNormalization.Unit));
    }
}
