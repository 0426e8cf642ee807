using Impasto.Imaging;
using Impasto.Video.Flow;
using Impasto.Video.Following;

namespace Impasto.Video.Tests.Following;

/// <summary>Which pixels rest, by flow and noise.</summary>
public sealed class StillPixelsTests
{
    private const int Side = 40;

    // In the flat upper third the flow is half a pixel long, as noise makes it: the camera rests.
    [Fact]
    public void Noise_in_a_flat_part_rests_whatever_its_flow()
    {
        float[] still = Find(noise: 2, (_, y) => y < Side / 3 ? 0.5f : 0.05f);

        // At the edge fewer pixels make the mean: some differ by chance.
        for (int k = 0; k < still.Length; k++)
            Assert.True(still[k] > 0 || IsEdge(k % Side) || IsEdge(k / Side), $"{k % Side}, {k / Side}");

        static bool IsEdge(int place) => place is < 3 or >= Side - 3;
    }

    // A slow pan: the flat part looks the same, and moves.
    [Fact]
    public void Flat_part_of_a_moving_picture_does_not_rest()
    {
        float[] still = Find(noise: 2, (_, _) => 0.5f);

        Assert.All(still, value => Assert.Equal(0, value));
    }

    // A square of another colour in a resting picture, with a flow that could not follow it.
    [Fact]
    public void What_differs_more_than_noise_does_not_rest()
    {
        static bool IsNew(int x, int y) => x is >= 10 and < 20 && y is >= 10 and < 20;

        float[] still = Find(noise: 2, (x, y) => IsNew(x, y) ? 0.5f : 0.05f, (x, y) => IsNew(x, y) ? 0.1f : 0);

        Assert.Equal(0, still[(15 * Side) + 15]);
        Assert.Equal(1, still[(30 * Side) + 30]);
    }

    private static float[] Find(
        double noise, Func<int, int, float> flow, Func<int, int, float>? change = null)
    {
        FlowField field = new(Side, Side);
        for (int k = 0; k < Side * Side; k++)
            field.Horizontal[k] = flow(k % Side, k / Side);
        Picture painted = Grey(new Random(1), noise, null), frame = Grey(new Random(2), noise, change);
        float[] reliability = new float[Side * Side];
        reliability.AsSpan().Fill(1);
        return StillPixels.Find(frame, painted, field, reliability);
    }

    private static Picture Grey(Random random, double noise, Func<int, int, float>? change) =>
        new(Side, Side, [.. Enumerable.Range(0, 3 * Side * Side).Select(i =>
        {
            int k = i % (Side * Side);
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
                * Math.Cos(2 * Math.PI * random.NextDouble());
            return 0.5f + (float)(noise * normal / 255) + (change?.Invoke(k % Side, k / Side) ?? 0);
        })]);
}
