using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Training.Decoders;

/// <summary>
/// A small smooth motion with a little noise, so that a decoder learns to follow motions without films.
/// </summary>
/// <remarks>
/// Source: Wang, Yang, Xu and Liu, "Consistent video style transfer via relaxation and regularization", 2020, for
/// training with made-up flow; the sizes differ.
/// </remarks>
internal static class FakeMotion
{
    private const int Knots = 4;
    private const double Bend = 1.5;
    private const double Shift = 4;
    private const double NoiseSize = 0.01;

    /// <summary>Displacements in pixels, right and down, 1 x 2 x side x side.</summary>
    public static Tensor Draw(int side, Random random)
    {
        using DisposeScope scope = NewDisposeScope();
        var knots = new float[2 * Knots * Knots];
        double right = Even(random) * Shift, down = Even(random) * Shift;
        for (int i = 0; i < knots.Length; i++)
            knots[i] = (float)((i < knots.Length / 2 ? right : down) + (Even(random) * 2 * Bend));
        return interpolate(
            tensor(knots, [1, 2, Knots, Knots]), [side, side], mode: InterpolationMode.Bicubic, align_corners: false)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Noise of a camera, in the shape of a picture.</summary>
    public static Tensor Noise(Tensor like, Random random)
    {
        var values = new float[like.numel()];
        for (int i = 0; i < values.Length; i++)
            values[i] = (float)(NoiseSize * (Even(random) + Even(random)));
        return tensor(values, like.shape);
    }

    /// <summary>Each pixel takes the value that lies at its displacement; edges are repeated.</summary>
    /// <param name="picture">B x C x H x W.</param>
    /// <param name="motion">B x 2 x H x W, right and down, in pixels.</param>
    public static Tensor Moved(Tensor picture, Tensor motion)
    {
        (long rows, long columns) = (picture.shape[2], picture.shape[3]);
        Tensor x = Positions(columns).to(picture.device).view(1, 1, -1);
        Tensor y = Positions(rows).to(picture.device).view(1, -1, 1);
        Tensor right = motion.select(1, 0).Plus(x).Plus(0.5).Times(2.0 / columns).Plus(-1);
        Tensor down = motion.select(1, 1).Plus(y).Plus(0.5).Times(2.0 / rows).Plus(-1);
        return grid_sample(
            picture,
            stack([right, down], 3),
            mode: GridSampleMode.Bilinear,
            padding_mode: GridSamplePaddingMode.Border,
            align_corners: false);
    }

    /// <summary>0, 1, 2 and so on.</summary>
    public static Tensor Positions(long count) =>
        tensor(Enumerable.Range(0, (int)count).Select(position => (float)position).ToArray());

    private static double Even(Random random) => (2 * random.NextDouble()) - 1;
}
