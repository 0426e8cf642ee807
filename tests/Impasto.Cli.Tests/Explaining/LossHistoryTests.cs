using Impasto.Cli.Explaining;
using Impasto.Tests;

namespace Impasto.Cli.Tests.Explaining;

public sealed class LossHistoryTests
{
    [Theory]
    [InlineData("fine")]
    [InlineData("notebook")]
    [InlineData("crowsonkb")]
    public void Parts_of_the_layers_add_up_to_the_style_term_and_change_no_pixel(string preset)
    {
        StylizeOptions options = Presets.Find(preset).Options with { Steps = [3] };
        options = options with { Sizing = options.Sizing with { Size = 32, MinSize = 0 } };
        var task = new StylizeTask(
            TestPictures.Noise(32, 32, seed: 1), [new WeightedStyle(TestPictures.Noise(32, 32, seed: 2))], options);
        List<StylizeProgress> shown = [];
        var history = new LossHistory(options.Losses) { Next = new Listener(shown.Add) };
        using var stylizer = new Stylizer(TestNetworks.Vgg(), new CpuDevice(1));

        StylizeResult plain = stylizer.Run(task, cancellation: TestContext.Current.CancellationToken);
        StylizeResult watched = stylizer.Run(
            task with { ExtraTerms = history.Watches }, history, TestContext.Current.CancellationToken);

        Assert.Equal(plain.Picture.Pixels, watched.Picture.Pixels);
        Assert.Equal(plain.Losses, watched.Losses);
        var layers = history.Parts.Where(part => part.Name.StartsWith("style ", StringComparison.Ordinal)).ToArray();
        Assert.Equal(5, layers.Length);
        for (int step = 0; step < 3; step++)
        {
            double style = shown[step].Loss.Parts.Single(part => part.Name == "style").Weighted;
            Assert.Equal(1, layers.Sum(layer => layer.Values[step].Value) / style, 1e-9);
        }

        // Terms over pixels have no line, and a content loss of 0 has no point.
        Assert.DoesNotContain(history.Parts, part => part.Name is "tv" or "range");
        Assert.All(history.Parts, part => Assert.All(part.Values, point => Assert.True(point.Value > 0)));
        Assert.DoesNotContain(shown, step => step.Loss.Parts.Any(part => part.Name.Contains("conv")));
    }
}
