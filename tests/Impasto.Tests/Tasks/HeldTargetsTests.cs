using Impasto.Imaging;
using Impasto.Networks.Weights;

namespace Impasto.Tests.Tasks;

public sealed class HeldTargetsTests
{
    private static readonly Picture s_photo = TestPictures.Ramp(48, 40).OnWhite();
    private static readonly Picture s_next = TestPictures.Noise(48, 40, 3);
    private static readonly WeightedStyle s_style = new(TestPictures.Noise(48, 40, 2));
    private static readonly StylizeOptions s_recipe = new()
    {
        Sizing = new SizingOptions { Size = null, MinSize = 0 },
        Steps = [3],
        Color = new ColorOptions { Mode = ColorMode.Match },
    };

    [Fact]
    public void First_run_is_not_changed()
    {
        HeldTargets held = new();

        Assert.Equal(Run(s_photo, null).Pixels, Run(s_photo, held).Pixels);
    }

    // The painting's colours and the divisors are the first picture's; a run without them differs.
    [Fact]
    public void Later_run_uses_what_the_first_one_measured()
    {
        HeldTargets held = new();
        _ = Run(s_photo, held);
        string kept = held.Save();

        Picture after = Run(s_next, held);

        Assert.NotEqual(Run(s_next, null).Pixels, after.Pixels);
        HeldTargets restored = new() { First = s_photo };
        restored.Restore(kept);
        Assert.Equal(after.Pixels, Run(s_next, restored).Pixels);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"energies\":{},\"sizes\":\"8,8,8,8\",\"matches\":\"0,1,2,99\"}")]
    public void Text_that_is_not_a_state_is_refused(string text) =>
        Assert.Throws<FormatException>(() => new HeldTargets().Restore(text));

    [Fact]
    public void Still_pixels_keep_the_bits_of_the_start()
    {
        float[] still = [.. Enumerable.Range(0, 48 * 40).Select(k => k % 48 < 20 ? 1f : 0f)];
        using Stylizer stylizer = new(NetworkCatalog.Compact().Network, new CpuDevice(2));

        Picture picture = stylizer.Run(new StylizeTask(s_photo, [s_style], s_recipe.Continuing())
        {
            Start = s_next,
            Still = new Mask(48, 40, still),
        }, cancellation: TestContext.Current.CancellationToken).Picture;

        Assert.All(Enumerable.Range(0, 3 * 48 * 40), i =>
            Assert.Equal(still[i % still.Length] > 0, picture.Pixels[i] == s_next.Pixels[i]));
    }

    private static Picture Run(Picture content, HeldTargets? held)
    {
        using Stylizer stylizer = new(NetworkCatalog.Compact().Network, new CpuDevice(2));
        return stylizer.Run(new StylizeTask(content, [s_style], s_recipe) { Held = held }).Picture;
    }
}
