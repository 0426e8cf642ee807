using Impasto.Networks;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Training;

/// <summary>Begins a student as an excerpt of its teacher: the teacher's most telling channels, fed through least squares.</summary>
/// <remarks>
/// Layer by layer: of the teacher's channels those are chosen, one after the other, that explain most of what the ones
/// before leave of E[f f^T]; the teacher's input is written as A z + b of the student's own input z, and the chosen kernels
/// take A into themselves. Of a teacher in two parts the first, which goes deeper, is taken whole but for channels that never
/// fire, so that the deep layers begin exactly as its own, and the second fills up what is left; where there is no room for
/// all of them, only channels of the first are taken. At last each map is the least-squares one. Source: He, Zhang and Sun, "Channel pruning for accelerating very deep neural networks", ICCV 2017, for
/// pruning with reconstruction. Differs from the paper: channels are chosen greedily by second moments instead of by the lasso.
/// </remarks>
internal static class StudentStart
{
    // Of the layer's mean square.
    private const double LeastShare = 1e-4;

    /// <summary>Overwrites the student's random weights in some layers.</summary>
    /// <param name="student">Gets its weights; channels beyond the teacher's stay random.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="samples">Batches of pictures to measure on.</param>
    /// <param name="layers">The layers; those before them are fed from as they are.</param>
    public static void Fill(
        Student student, ProjectedTeacher teacher, IReadOnlyList<Tensor> samples, IReadOnlyCollection<LayerName> layers)
    {
        using IDisposable frozen = no_grad();
        foreach ((LayerName layer, _, int outputs) in student.Architecture.Convolutions.Where(one => layers.Contains(one.Layer)))
            FillConvolution(student, teacher, layer, outputs, samples);
        foreach (LayerName layer in teacher.Channels.Keys.Where(layers.Contains))
            FillMap(student, teacher, layer, samples);
    }

    private static void FillConvolution(
        Student student, ProjectedTeacher teacher, LayerName layer, int outputs, IReadOnlyList<Tensor> samples)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<TeacherConvolution> parts = teacher.Convolutions(layer, samples[0]);
        Regression[] regressions = [.. parts.Select(_ => new Regression())];
        Tensor? second = null;
        foreach (Tensor pictures in samples)
        {
            parts = teacher.Convolutions(layer, pictures);
            for (int i = 0; i < parts.Count; i++)
                regressions[i].Add(student.Input(layer, pictures), parts[i].Input);
            Tensor features = cat([.. parts.Select(Features)], 1).transpose(0, 1).flatten(1);
            Tensor sum = features.mm(features.t()).Over(features.shape[1]).cpu().to(ScalarType.Float64);
            second = second is null ? sum : second.Plus(sum);
        }

        double[] moments = [.. second!.data<double>()];
        int channels = (int)second.shape[0];
        int[] chosen = Chosen(moments, channels, parts.Count > 1 ? (int)parts[0].Kernel.shape[0] : 0, outputs);
        Tensor index = tensor(chosen.Select(channel => (long)channel).ToArray()).to(samples[0].device);
        (Tensor Kernel, Tensor Bias)[] fed = [.. parts.Select((part, i) => Fed(part, regressions[i]))];
        Tensor kernel = student.Parameters[$"{layer}.weight"], bias = student.Parameters[$"{layer}.bias"];
        kernel.narrow(0, 0, chosen.Length).copy_(cat([.. fed.Select(part => part.Kernel)], 0).index_select(0, index));
        bias.narrow(0, 0, chosen.Length).copy_(cat([.. fed.Select(part => part.Bias)], 0).index_select(0, index));
        Equalize(student, layer, samples);
    }

    /// <summary>Gives every channel a root mean square of 1, so that one learning rate suits all.</summary>
    /// <returns>What each channel was divided by.</returns>
    internal static Tensor Equalize(Student student, LayerName layer, IReadOnlyList<Tensor> samples)
    {
        Tensor kernel = student.Parameters[$"{layer}.weight"], bias = student.Parameters[$"{layer}.bias"];
        Tensor squares = stack(samples.Select(pictures => student.Features(pictures, layer)[layer].Squared().mean([0, 2, 3]))).mean([0]);
        Tensor size = ChannelSizes.Of(squares.sqrt(), kernel, bias, Math.Sqrt(LeastShare));
        kernel.div_(size.view(-1, 1, 1, 1));
        bias.div_(size);
        return size;
    }

    // Of one size, so that no part counts more because its numbers are larger.
    private static Tensor Features(TeacherConvolution part)
    {
        Tensor padded = pad(part.Input, [1, 1, 1, 1], PaddingModes.Replicate);
        Tensor features = conv2d(padded, part.Kernel, part.Bias).relu_();
        return features / features.Squared().mean().sqrt();
    }

    // The part's kernels behind A z + b.
    private static (Tensor Kernel, Tensor Bias) Fed(TeacherConvolution part, Regression regression)
    {
        (Tensor map, Tensor shift) = regression.Solve(part.Kernel.device);
        return (einsum("oikl,ij->ojkl", part.Kernel, map), part.Bias.Plus(einsum("oikl,i->o", part.Kernel, shift)));
    }

    /// <summary>Makes a layer's map the least-squares one.</summary>
    internal static void FillMap(Student student, ProjectedTeacher teacher, LayerName layer, IReadOnlyList<Tensor> samples)
    {
        using DisposeScope scope = NewDisposeScope();
        Regression regression = Seen(student, teacher, layer, samples);
        (Tensor map, Tensor shift) = regression.Solve(samples[0].device);
        student.Parameters[$"{layer}.map.weight"].copy_(map.unsqueeze(2).unsqueeze(3));
        student.Parameters[$"{layer}.map.bias"].copy_(shift);
    }

    /// <summary>What a student and its teacher make of the same pictures.</summary>
    internal static Regression Seen(Student student, ProjectedTeacher teacher, LayerName layer, IReadOnlyList<Tensor> samples)
    {
        var regression = new Regression();
        foreach (Tensor pictures in samples)
            regression.Add(student.Features(pictures, layer)[layer], teacher.Features(pictures, layer)[layer]);
        return regression;
    }

    // Those of the first channels that fire at all: a network that was made small keeps some that never do.
    private static int[] Live(double[] second, int channels, int first)
    {
        double mean = Enumerable.Range(0, first).Sum(Energy) / first;
        return [.. Enumerable.Range(0, first).Where(channel => Energy(channel) > LeastShare * mean)];

        double Energy(int channel) => second[(channel * channels) + channel];
    }

    /// <summary>The channels of an excerpt: those of the first part that fire, and the most telling others where there is room.</summary>
    /// <param name="second">E[f f^T], C x C; not changed.</param>
    /// <param name="channels">C.</param>
    /// <param name="first">Channels of the first part, 0 where there is but one.</param>
    /// <param name="count">How many there is room for.</param>
    internal static int[] Chosen(double[] second, int channels, int first, int count)
    {
        int[] live = Live(second, channels, first);
        if (live.Length <= count)
            return MostTelling(second, channels, Math.Min(count, channels), live);
        // The second part's would push out what the deep layers live on.
        double[] own = [.. Enumerable.Range(0, first * first).Select(i => second[(i / first * channels) + (i % first)])];
        return MostTelling(own, first, count, []);
    }

    /// <summary>Channels in the order in which each explains most of what those before it leave.</summary>
    /// <param name="second">E[f f^T], C x C; not changed.</param>
    /// <param name="channels">C.</param>
    /// <param name="count">How many to choose.</param>
    /// <param name="first">Channels that are taken in any case, before all others.</param>
    internal static int[] MostTelling(double[] second, int channels, int count, IReadOnlyList<int> first)
    {
        double[] rest = [.. second];
        var chosen = new List<int>();
        double smallest = 1e-9 * Enumerable.Range(0, channels).Sum(i => second[(i * channels) + i]) / channels;
        while (chosen.Count < count)
        {
            int best = chosen.Count < first.Count
                ? first[chosen.Count]
                : Enumerable.Range(0, channels).Where(channel => !chosen.Contains(channel)).MaxBy(Explained);
            chosen.Add(best);
            double pivot = rest[(best * channels) + best];
            if (pivot <= smallest)
                continue;
            double[] row = rest[(best * channels)..((best + 1) * channels)];
            for (int i = 0; i < channels; i++)
            {
                for (int j = 0; j < channels; j++)
                    rest[(i * channels) + j] -= row[i] * row[j] / pivot;
            }
        }

        return [.. chosen];

        double Explained(int channel)
        {
            double pivot = rest[(channel * channels) + channel], sum = 0;
            for (int i = 0; i < channels; i++)
                sum += rest[(channel * channels) + i] * rest[(channel * channels) + i];
            return pivot > smallest ? sum / pivot : 0;
        }
    }
}
