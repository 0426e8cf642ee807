using Impasto.Networks;
using Impasto.Torch.Tensors;
using Impasto.Training.Teachers;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Students;

/// <summary>Turns a trained student into a network that takes plain pixels and gives features of mean 1.</summary>
/// <remarks>
/// Three changes that lose nothing: the centre of the pixels moves into the first bias (exact, since edges are
/// repeated);
/// every channel is divided by its mean activation, which a ReLU lets through, so that no channel outweighs the others
/// in a content loss; and each map [A b] = U R shrinks to R, since an orthonormal U changes no distance between
/// moments.
/// </remarks>
/// <param name="student">The trained student; not changed.</param>
/// <param name="teacher">The teacher, whose features the maps give.</param>
/// <param name="samples">Batches of pictures on which activations are measured.</param>
internal sealed class StudentExport(Student student, ProjectedTeacher teacher, IReadOnlyList<Tensor> samples)
{
    // Of the layer's mean: a channel that fires less gets an ordinary kernel.
    private const double LeastShare = 0.01;

    /// <summary>The student as a network, with maps at the taught style layers.</summary>
    /// <param name="name">The network's name.</param>
    public Network ToNetwork(string name)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        List<Convolution> convolutions = [];
        var maps = new Dictionary<LayerName, LinearMap>();
        Tensor? inputMeans = null;
        foreach (ConvolutionShape shape in student.Architecture.Convolutions)
        {
            StudentLayer own = student[shape.Layer];
            AffineMap convolution = Plain(own, inputMeans);
            Tensor means = ChannelSizes.Of(Activations(shape.Layer), convolution.Matrix, convolution.Shift, LeastShare);
            float[] kernel = Singles(convolution.Matrix / means.reshape(-1, 1, 1, 1));
            convolutions.Add(new Convolution(
                shape.Layer, shape.Inputs, shape.Outputs, kernel, Singles(convolution.Shift / means)));
            if (StudentLayers.Styles.Contains(shape.Layer) && own.MapKernel is not null)
                maps[shape.Layer] = Triangle(own, means);
            inputMeans = means;
        }

        // The weights' identity is computed from the file when it is read.
        return Network.Vgg(name, convolutions, InputNormalization.Unit, PaddingMode.Replicate, "", maps);
    }

    // The convolution for plain pixels or for inputs that were divided by their means.
    private static AffineMap Plain(StudentLayer own, Tensor? inputMeans)
    {
        Tensor kernel = Exact(own.Kernel), bias = Exact(own.Bias);
        return inputMeans is null
            ? new AffineMap(kernel, bias.Plus(kernel.sum([1, 2, 3]), -Student.Centre))
            : new AffineMap(kernel * inputMeans.reshape(1, -1, 1, 1), bias);
    }

    private LinearMap Triangle(StudentLayer own, Tensor means)
    {
        Tensor matrix = Exact(own.MapKernel!).flatten(1) * means.unsqueeze(0), shift = Exact(own.MapBias!).unsqueeze(1);
        Tensor both = cat([matrix, shift], 1).Times(teacher.Scale(own.Name));
        Tensor triangle = both.shape[0] > both.shape[1] ? linalg.qr(both, linalg.QRMode.Reduced).R : both;
        int inputs = (int)matrix.shape[1];
        return new LinearMap(
            inputs,
            (int)triangle.shape[0],
            Doubles(triangle.narrow(1, 0, inputs)),
            Doubles(triangle.select(1, inputs)),
            teacher.VggChannels(own.Name));
    }

    // In main memory: small tensors gain nothing on a GPU, and Apple's have no float64.
    private static Tensor Exact(Tensor weight) => weight.cpu().to(ScalarType.Float64);

    private static float[] Singles(Tensor values) => [.. values.to(ScalarType.Float32).contiguous().data<float>()];

    private static double[] Doubles(Tensor values) => [.. values.contiguous().data<double>()];

    private Tensor Activations(LayerName layer)
    {
        using DisposeScope scope = NewDisposeScope();
        return stack(samples.Select(pictures => student.FeaturesAt(pictures, layer).mean([0, 2, 3])))
            .mean([0]).cpu().to(ScalarType.Float64).MoveToOuterDisposeScope();
    }
}
