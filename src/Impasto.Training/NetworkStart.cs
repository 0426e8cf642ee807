using Impasto.Networks;
using Impasto.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training;

/// <summary>Begins a student as a network that was trained before: what <see cref="StudentExport"/> did to it, undone.</summary>
/// <remarks>
/// A file has only the triangular factor R of each map [A b] = U R. U is found again as what brings R z nearest to the teacher's features;
/// where the teacher has fewer directions than R has rows, and at layers of which a file keeps no map, the map is the least-squares one.
/// </remarks>
internal static class NetworkStart
{
    /// <summary>Overwrites the student's weights with the network's.</summary>
    /// <param name="student">Of the network's architecture.</param>
    /// <param name="network">The network.</param>
    /// <param name="teacher">Whose features the maps give.</param>
    /// <param name="samples">Batches of pictures to measure on.</param>
    public static void Fill(Student student, Network network, ProjectedTeacher teacher, IReadOnlyList<Tensor> samples)
    {
        using IDisposable frozen = no_grad();
        Tensor? sizes = null;
        foreach (Convolution convolution in network.Convolutions)
        {
            LayerName layer = convolution.Layer;
            using DisposeScope scope = NewDisposeScope();
            Tensor kernel = student.Parameters[$"{layer}.weight"], bias = student.Parameters[$"{layer}.bias"];
            kernel.copy_(tensor(convolution.Kernel, kernel.shape));
            bias.copy_(tensor(convolution.Bias));
            if (sizes is null)
                bias.Add(kernel.sum([1, 2, 3]), Student.Centre);
            else
                kernel.mul_(sizes.view(1, -1, 1, 1));
            Tensor own = StudentStart.Equalize(student, layer, samples).DetachFromDisposeScope();
            sizes?.Dispose();
            sizes = own;
            if (!teacher.Channels.ContainsKey(layer))
                continue;
            if (network.Maps.GetValueOrDefault(layer) is { } map && map.Outputs <= teacher.Channels[layer])
                FillMap(student, teacher, layer, (map, own), samples);
            else
                StudentStart.FillMap(student, teacher, layer, samples);
        }

        sizes?.Dispose();
    }

    private static void FillMap(
        Student student, ProjectedTeacher teacher, LayerName layer, (LinearMap Map, Tensor Sizes) known, IReadOnlyList<Tensor> samples)
    {
        Regression regression = StudentStart.Seen(student, teacher, layer, samples);
        LinearMap map = known.Map;
        Tensor weight = tensor(map.Weight, [map.Outputs, map.Inputs]) * known.Sizes.cpu().to(ScalarType.Float64).unsqueeze(0);
        Tensor triangle = cat([weight, tensor(map.Bias).unsqueeze(1)], 1).Over(teacher.Scale(layer));
        Tensor both = regression.Turn(triangle).mm(triangle).to(ScalarType.Float32);
        student.Parameters[$"{layer}.map.weight"].copy_(both.narrow(1, 0, map.Inputs).unsqueeze(2).unsqueeze(3));
        student.Parameters[$"{layer}.map.bias"].copy_(both.select(1, map.Inputs));
    }
}
