using Impasto.Moments;
using Impasto.Networks;
using Impasto.Torch.Tensors;
using static TorchSharp.torch;

namespace Impasto.Training.Decoders;

/// <summary>The library's own style loss, with a gradient that libtorch carries on.</summary>
/// <remarks>
/// The library computes the loss and its derivatives D and d with respect to the moments G and mu; sum D G + sum d mu
/// has the same derivatives, and libtorch takes those through the moments and the network.
/// </remarks>
/// <param name="network">Gives the maps to the compared channels.</param>
/// <param name="loss">How moments are compared.</param>
internal sealed class StyleDistances(Network network, StyleLoss loss)
{
    /// <summary>The layers' mean loss for each picture.</summary>
    /// <param name="found">Moments of the pictures at each layer; with a gradient or without.</param>
    /// <param name="wanted">Moments of their styles.</param>
    /// <returns>The losses, and a tensor whose derivatives are those of their sum.</returns>
    public (double[] Losses, Tensor Slope) Evaluate(
        IReadOnlyDictionary<LayerName, (Tensor Mean, Tensor Gram)> found,
        IReadOnlyDictionary<LayerName, (Tensor Mean, Tensor Gram)> wanted)
    {
        LayerName[] layers = [.. found.Keys];
        int count = (int)found[layers[0]].Mean.shape[0];
        var values = new double[layers.Length * count];
        var gradients = new MomentGradient[layers.Length * count];
        (Tensor Mean, Tensor Gram)[] mapped = [.. layers.Select(layer => Mapped(layer, found[layer]))];
        double[][][] own = [.. mapped.Select(Values)];
        double[][][] target = [.. layers.Select(layer => Values(Mapped(layer, wanted[layer])))];
        Parallel.For(0, values.Length, new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() }, i =>
        {
            int layer = i / count, picture = i % count;
            var moments = Moments(own[layer], picture, count);
            gradients[i] = MomentGradient.Zero(moments.Channels);
            values[i] = loss.Against(Moments(target[layer], picture, count), StyleScaleMode.Relative)
                .Evaluate(moments, 1.0 / layers.Length, gradients[i]) / layers.Length;
        });
        Tensor slope = zeros([], device: mapped[0].Mean.device);
        for (int layer = 0; layer < layers.Length; layer++)
        {
            MomentGradient[] part = gradients[(layer * count)..((layer + 1) * count)];
            (Tensor mean, Tensor gram) = mapped[layer];
            slope = slope.Plus((mean * Of(part.SelectMany(one => one.Mean), mean).view(mean.shape)).sum())
                .Plus((gram * Of(part.SelectMany(one => one.Gram), gram).view(gram.shape)).sum());
        }

        return (
            [.. Enumerable.Range(0, count).Select(picture =>
                Enumerable.Range(0, layers.Length).Sum(layer => values[(layer * count) + picture]))],
            slope);
    }

    // The moments of A z + b from those of z, as LayerMoments.Through computes them.
    private (Tensor Mean, Tensor Gram) Mapped(LayerName layer, (Tensor Mean, Tensor Gram) moments)
    {
        if (!network.Maps.TryGetValue(layer, out LinearMap? map))
            return moments;
        Tensor matrix = Of(map.Weight, moments.Mean).view(map.Outputs, map.Inputs);
        Tensor shift = Of(map.Bias, moments.Mean).view(1, map.Outputs);
        Tensor mean = moments.Mean.matmul(matrix.t());
        Tensor cross = mean.unsqueeze(2) * shift.unsqueeze(1);
        Tensor gram = matrix.matmul(moments.Gram).matmul(matrix.t()).Plus(cross).Plus(cross.transpose(1, 2))
            .Plus(shift.unsqueeze(2) * shift.unsqueeze(1));
        return (mean.Plus(shift), gram);
    }

    private static Tensor Of(IEnumerable<double> values, Tensor like)
    {
        float[] singles = [.. values.Select(value => (float)value)];
        return tensor(singles).to(like.device);
    }

    private static double[][] Values((Tensor Mean, Tensor Gram) moments) =>
        [Doubles(moments.Mean), Doubles(moments.Gram)];

    private static double[] Doubles(Tensor values) =>
        [.. values.detach().cpu().to(ScalarType.Float64).contiguous().data<double>()];

    private static LayerMoments Moments(double[][] values, int picture, int count)
    {
        int channels = values[0].Length / count, square = channels * channels;
        return new LayerMoments(
            channels,
            1,
            values[0][(picture * channels)..((picture + 1) * channels)],
            values[1][(picture * square)..((picture + 1) * square)]);
    }
}
