using Impasto.Networks;
using Impasto.Torch.Tensors;
using Impasto.Training.Teachers;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>
/// Begins a student as an excerpt of its teacher: the channels that explain most, their input fitted by least squares.
/// </summary>
/// <remarks>
/// Layer by layer, some of the teacher's channels are chosen (<see cref="ChannelChoice"/>); the teacher's input is
/// written as A z + b of the student's own input z, and the chosen kernels absorb A and b. If the teacher has two
/// parts, the first, which reaches deeper, is taken whole except for channels that never fire, so that the deep layers
/// begin exactly as its own; channels of the second part fill the remaining places. Last, each map is fitted by least
/// squares.
/// </remarks>
/// <param name="student">Gets its weights; channels beyond the teacher's stay random.</param>
/// <param name="teacher">The teacher.</param>
/// <param name="samples">Batches of pictures to measure on.</param>
internal sealed class StudentStart(Student student, ProjectedTeacher teacher, IReadOnlyList<Tensor> samples)
{
    /// <summary>
    /// Overwrites the student's weights in some layers; the layers before them feed these as they are.
    /// </summary>
    /// <param name="layers">The layers.</param>
    public void Fill(IReadOnlyCollection<LayerName> layers)
    {
        using IDisposable frozen = no_grad();
        foreach (ConvolutionShape shape in student.Architecture.Convolutions.Where(one => layers.Contains(one.Layer)))
            FillConvolution(shape);
        foreach (LayerName layer in teacher.Channels.Keys.Where(layers.Contains))
            FillMap(layer);
    }

    /// <summary>Scales every channel to a root mean square of 1, so that one learning rate suits all.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>The divisor of each channel.</returns>
    public Tensor Equalize(LayerName layer)
    {
        using DisposeScope scope = NewDisposeScope();
        StudentLayer own = student[layer];
        Tensor squares = stack(
            samples.Select(pictures => student.FeaturesAt(pictures, layer).Squared().mean([0, 2, 3]))).mean([0]);
        Tensor size = ChannelSizes.Of(squares.sqrt(), own.Kernel, own.Bias, Math.Sqrt(ChannelChoice.LeastShare));
        own.Kernel.div_(size.view(-1, 1, 1, 1));
        own.Bias.div_(size);
        return size.MoveToOuterDisposeScope();
    }

    /// <summary>Fits a layer's map by least squares.</summary>
    public void FillMap(LayerName layer)
    {
        using DisposeScope scope = NewDisposeScope();
        student[layer].SetMap(Measure(layer).Solve(student.TensorDevice));
    }

    /// <summary>The student's and the teacher's features of the same pictures.</summary>
    public Regression Measure(LayerName layer)
    {
        var regression = new Regression();
        foreach (Tensor pictures in samples)
            regression.Add(student.FeaturesAt(pictures, layer), teacher.Features(pictures, layer)[layer]);
        return regression;
    }

    private void FillConvolution(ConvolutionShape shape)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<TeacherConvolution> parts = teacher.Convolutions(shape.Layer, samples[0]);
        Regression[] regressions = [.. parts.Select(_ => new Regression())];
        Tensor second = SecondMoments(shape.Layer, regressions);
        int first = parts.Count > 1 ? (int)parts[0].Kernel.shape[0] : 0;
        int[] chosen = ChannelChoice.Choose([.. second.data<double>()], (int)second.shape[0], first, shape.Outputs);
        Tensor index = tensor(chosen.Select(channel => (long)channel).ToArray()).to(student.TensorDevice);
        AffineMap[] fed = [.. parts.Select((part, i) => Fed(part, regressions[i]))];
        StudentLayer own = student[shape.Layer];
        own.Kernel.narrow(0, 0, chosen.Length).copy_(cat([.. fed.Select(one => one.Matrix)], 0).index_select(0, index));
        own.Bias.narrow(0, 0, chosen.Length).copy_(cat([.. fed.Select(one => one.Shift)], 0).index_select(0, index));
        Equalize(shape.Layer);
    }

    // E[f f^T] of all parts' features of a layer; gives each regression the student's input and that part's.
    private Tensor SecondMoments(LayerName layer, Regression[] regressions)
    {
        Tensor? second = null;
        foreach (Tensor pictures in samples)
        {
            IReadOnlyList<TeacherConvolution> parts = teacher.Convolutions(layer, pictures);
            for (int i = 0; i < parts.Count; i++)
                regressions[i].Add(student.Input(layer, pictures), parts[i].Input);
            Tensor features = cat([.. parts.Select(Normalized)], 1).transpose(0, 1).flatten(1);
            Tensor sum = features.mm(features.t()).Over(features.shape[1]).cpu().to(ScalarType.Float64);
            second = second is null ? sum : second.Plus(sum);
        }

        return second!;
    }

    // Of one size, so that no part counts more because its numbers are larger.
    private static Tensor Normalized(TeacherConvolution part)
    {
        Tensor features = part.Features();
        return features / features.Squared().mean().sqrt();
    }

    // The part's kernels applied to A z + b; the matrix is a kernel, outputs x inputs x 3 x 3.
    private static AffineMap Fed(TeacherConvolution part, Regression regression)
    {
        AffineMap map = regression.Solve(part.Kernel.device);
        return new AffineMap(
            einsum("oikl,ij->ojkl", part.Kernel, map.Matrix),
            part.Bias.Plus(einsum("oikl,i->o", part.Kernel, map.Shift)));
    }
}
