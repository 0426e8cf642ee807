using Impasto.Imaging;
using Impasto.Tests;
using Impasto.Tests.Clips;
using Impasto.Threads;
using Impasto.Video.Flow;

namespace Impasto.Video.Tests.Flow;

public sealed class FlowWarpTests
{
    [Fact]
    public void Whole_pixels_are_moved_exactly_and_edges_repeat()
    {
        Picture source = TestPictures.Noise(6, 5, 1);
        FlowField flow = Constant(6, 5, 2, -1);

        Picture warped = FlowWarp.Apply(source, flow);

        for (int k = 0; k < 30; k++)
        {
            int x = Math.Min(5, (k % 6) + 2), y = Math.Max(0, (k / 6) - 1);
            Assert.Equal(source.Pixels[(y * 6) + x], warped.Pixels[k]);
        }
    }

    // Of a wave of four pixels, as fine strokes are, a cubic would lose 0.09 of the height.
    [Theory]
    [InlineData(0.3f)]
    [InlineData(0.5f)]
    public void Fine_wave_keeps_its_height(float shift)
    {
        Picture source = new(25, 9, [.. Enumerable.Range(0, 3 * 225).Select(k => (float)Wave(k % 25))]);

        Picture warped = FlowWarp.Apply(source, Constant(25, 9, shift, 0.4f));

        for (int x = 5; x < 20; x++)
            Assert.Equal(Wave(x + shift), warped.Pixels[(4 * 25) + x], 0.017);

        static double Wave(double x) => Math.Cos(2 * Math.PI * x / 4);
    }

    [Fact]
    public void One_colour_stays_that_colour()
    {
        Picture source = new(9, 9, [.. Enumerable.Repeat(0.7f, 3 * 81)]);

        Picture warped = FlowWarp.Apply(source, Constant(9, 9, 0.37f, -0.61f));

        Assert.All(warped.Pixels, value => Assert.Equal(0.7f, value, 1e-6f));
    }

    [Fact]
    public void Exact_flow_brings_the_next_frame_back()
    {
        RenderedPair frames = new(LayeredScene.Bars(new PictureSize(160, 120)), 2);
        using WorkerTeam team = new(2);

        Picture back = FlowWarp.Apply(frames.Second, frames.Forward, team);

        double sum = 0;
        int seen = 0;
        for (int k = 0; k < frames.ForwardHidden.Length; k++)
        {
            if (frames.ForwardHidden[k])
                continue;
            sum += Math.Abs(back.Pixels[k] - frames.First.Pixels[k]);
            seen++;
        }

        // 2.5 of 255: interpolation and edges of one pixel. The frames themselves differ by more than ten times that.
        Assert.True(sum / seen < 0.01, $"{sum / seen}");
    }

    [Fact]
    public void Alpha_is_moved_and_unknown_flow_keeps_the_pixel()
    {
        Picture source = TestPictures.Ramp(4, 3);
        FlowField flow = Constant(4, 3, 1, 0);
        flow.Horizontal[5] = float.NaN;

        Picture warped = FlowWarp.Apply(source, flow);

        Assert.Equal(source.Alpha![1], warped.Alpha![0]);
        Assert.Equal(source.Alpha[5], warped.Alpha[5]);
        Assert.Equal(source.Pixels[5], warped.Pixels[5]);
    }

    [Fact]
    public void Flow_of_another_size_is_refused() => Assert.Throws<ArgumentException>(
        () => FlowWarp.Apply(TestPictures.Flat(4, 4, 0), new FlowField(4, 5)));

    private static FlowField Constant(int width, int height, float u, float v)
    {
        FlowField flow = new(width, height);
        flow.Horizontal.AsSpan().Fill(u);
        flow.Vertical.AsSpan().Fill(v);
        return flow;
    }
}
