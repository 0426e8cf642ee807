using Impasto.Networks;
using Impasto.Torch.Tensors;
using Impasto.Training.Teachers;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>
/// Begins a student as a network that was trained before, by undoing what <see cref="StudentExport"/> did.
/// </summary>
/// <remarks>
/// A file contains only the triangular factor R of each map [A b] = U R. U is recovered as the rotation that brings R z
/// nearest to the teacher's features. Where the teacher has fewer directions than R has rows, and at layers whose map
/// is not in the file, the map is fitted by least squares.
/// </remarks>
/// <param name="student">A student of the network's architecture.</param>
/// <param name="teacher">The teacher, whose features the maps give.</param>
/// <param name="samples">Batches of pictures to measure on.</param>
internal sealed class NetworkStart(Student student, ProjectedTeacher teacher, IReadOnlyList<Tensor> samples)
{
    private readonly StudentStart _start = new(student, teacher, samples);

    /// <summary>Overwrites the student's weights with the network's.</summary>
    public void Fill(Network network)
    {
        using IDisposable frozen = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor? inputSizes = null;
        foreach (Convolution convolution in network.Convolutions)
        {
            FillConvolution(convolution, inputSizes);
            Tensor sizes = _start.Equalize(convolution.Layer);
            inputSizes = sizes;
            if (!teacher.Channels.TryGetValue(convolution.Layer, out int directions))
                continue;
            if (network.Maps.GetValueOrDefault(convolution.Layer) is { } map && map.Outputs <= directions)
                FillMap(convolution.Layer, map, sizes);
            else
                _start.FillMap(convolution.Layer);
        }
    }

    private void FillConvolution(Convolution convolution, Tensor? inputSizes)
    {
        StudentLayer own = student[convolution.Layer];
        own.Kernel.copy_(tensor(convolution.Kernel, own.Kernel.shape));
        own.Bias.copy_(tensor(convolution.Bias));
        if (inputSizes is null)
            own.Bias.Add(own.Kernel.sum([1, 2, 3]), Student.Centre);
        else
            own.Kernel.mul_(inputSizes.view(1, -1, 1, 1));
    }

    private void FillMap(LayerName layer, LinearMap map, Tensor sizes)
    {
        using DisposeScope scope = NewDisposeScope();
        Regression regression = _start.Measure(layer);
        Tensor weight = tensor(map.Weight, [map.Outputs, map.Inputs]) * sizes.cpu().to(ScalarType.Float64).unsqueeze(0);
        Tensor triangle = cat([weight, tensor(map.Bias).unsqueeze(1)], 1).Over(teacher.Scale(layer));
        Tensor both = regression.Turn(triangle).mm(triangle).to(ScalarType.Float32);
        student[layer].SetMap(new AffineMap(both.narrow(1, 0, map.Inputs), both.select(1, map.Inputs)));
    }
}
