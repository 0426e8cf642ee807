using Impasto.Networks;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace Impasto.Training;

/// <summary>Begins a student as an excerpt of its teacher: the teacher's most telling channels, fed through least squares.</summary>
/// <remarks>
/// Layer by layer: of the teacher's channels those are chosen, one after the other, that explain most of what the ones
/// before leave of E[f f^T]; the teacher's input is written as A z + b of the student's own input z, and the chosen kernels
/// take A into themselves. At last each map is the least-squares one. Source: He, Zhang and Sun, "Channel pruning for
/// accelerating very deep neural networks", ICCV 2017, for pruning with reconstruction. Differs from the paper: channels
/// are chosen greedily by second moments instead of by the lasso.
/// </remarks>
internal static class StudentStart
{
    // Keeps least squares from living off directions that hardly occur; relative to the mean of the diagonal.
    private const double Ridge = 1e-4;

    /// <summary>Overwrites the student's random weights.</summary>
    /// <param name="student">Gets its weights; channels beyond the teacher's stay random.</param>
    /// <param name="teacher">The teacher.</param>
    /// <param name="samples">Batches of pictures to measure on.</param>
    public static void Fill(Student student, ProjectedTeacher teacher, IReadOnlyList<Tensor> samples)
    {
        using IDisposable frozen = no_grad();
        foreach ((LayerName layer, _, int outputs) in student.Architecture.Convolutions)
            FillConvolution(student, teacher, layer, outputs, samples);
        foreach (LayerName layer in teacher.Channels.Keys)
            FillMap(student, teacher, layer, samples);
    }

    private static void FillConvolution(
        Student student, ProjectedTeacher teacher, LayerName layer, int outputs, IReadOnlyList<Tensor> samples)
    {
        using DisposeScope scope = NewDisposeScope();
        var regression = new Regression();
        Tensor? second = null;
        TeacherConvolution? convolution = null;
        foreach (Tensor pictures in samples)
        {
            convolution = teacher.Convolution(layer, pictures);
            if (convolution is null)
                return;
            regression.Add(student.Input(layer, pictures), convolution.Input);
            Tensor padded = pad(convolution.Input, [1, 1, 1, 1], PaddingModes.Replicate);
            Tensor flat = conv2d(padded, convolution.Kernel, convolution.Bias).relu_().transpose(0, 1).flatten(1);
            Tensor sum = (flat.mm(flat.t()) / flat.shape[1]).cpu().to(ScalarType.Float64);
            second = second is null ? sum : second + sum;
        }

        (Tensor map, Tensor shift) = regression.Solve();
        double[] moments = [.. second!.data<double>()];
        int channels = (int)second.shape[0];
        int[] chosen = MostTelling(moments, channels, Math.Min(outputs, channels));
        float[] sizes = [.. chosen.Select(channel => (float)Math.Sqrt(Math.Max(moments[(channel * channels) + channel] / samples.Count, 1e-12)))];
        Tensor index = tensor(chosen.Select(channel => (long)channel).ToArray()).to(convolution!.Kernel.device);
        Tensor kernel = convolution.Kernel.index_select(0, index), scale = tensor(sizes).to(kernel.device);
        Tensor fed = einsum("oikl,ij->ojkl", kernel, map) / scale.view(-1, 1, 1, 1);
        Tensor bias = (convolution.Bias.index_select(0, index) + einsum("oikl,i->o", kernel, shift)) / scale;
        student.Parameters[$"{layer}.weight"].narrow(0, 0, chosen.Length).copy_(fed);
        student.Parameters[$"{layer}.bias"].narrow(0, 0, chosen.Length).copy_(bias);
    }

    private static void FillMap(Student student, ProjectedTeacher teacher, LayerName layer, IReadOnlyList<Tensor> samples)
    {
        using DisposeScope scope = NewDisposeScope();
        var regression = new Regression();
        foreach (Tensor pictures in samples)
            regression.Add(student.Features(pictures)[layer], teacher.Features(pictures)[layer]);
        (Tensor map, Tensor shift) = regression.Solve();
        student.Parameters[$"{layer}.map.weight"].copy_(map.unsqueeze(2).unsqueeze(3));
        student.Parameters[$"{layer}.map.bias"].copy_(shift);
    }

    /// <summary>Channels in the order in which each explains most of what those before it leave.</summary>
    /// <param name="second">E[f f^T], C x C; not changed.</param>
    /// <param name="channels">C.</param>
    /// <param name="count">How many to choose.</param>
    internal static int[] MostTelling(double[] second, int channels, int count)
    {
        double[] rest = [.. second];
        var chosen = new List<int>();
        double smallest = 1e-9 * Enumerable.Range(0, channels).Sum(i => second[(i * channels) + i]) / channels;
        while (chosen.Count < count)
        {
            int best = Enumerable.Range(0, channels).Where(channel => !chosen.Contains(channel)).MaxBy(Explained);
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

    /// <summary>Least squares f = A z + b over all positions of some pictures.</summary>
    private sealed class Regression
    {
        private Tensor? _zz;
        private Tensor? _fz;

        public void Add(Tensor z, Tensor f)
        {
            Tensor from = z.transpose(0, 1).flatten(1), to = f.transpose(0, 1).flatten(1);
            Tensor more = cat([from, ones([1, from.shape[1]], device: from.device)], 0);
            Tensor zz = (more.mm(more.t()) / more.shape[1]).to(ScalarType.Float64);
            Tensor fz = (to.mm(more.t()) / more.shape[1]).to(ScalarType.Float64);
            _zz = _zz is null ? zz : _zz + zz;
            _fz = _fz is null ? fz : _fz + fz;
        }

        public (Tensor Map, Tensor Shift) Solve()
        {
            Tensor ridge = eye(_zz!.shape[0], dtype: ScalarType.Float64, device: _zz.device) * (Ridge * _zz.diagonal().mean());
            Tensor both = linalg.solve(_zz + ridge, _fz!.t()).t().to(ScalarType.Float32);
            long inputs = both.shape[1] - 1;
            return (both.narrow(1, 0, inputs).contiguous(), both.select(1, inputs).contiguous());
        }
    }
}
