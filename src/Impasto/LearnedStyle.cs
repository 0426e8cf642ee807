using Impasto.Glances;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Networks.Files;
using Impasto.Networks.Weights;
using Impasto.Onnx;
using Impasto.Storage;

namespace Impasto;

/// <summary>A painting's style as a file: a decoder that learned it, and the moments that its maps need.</summary>
/// <remarks>
/// A safetensors file: the decoder's weights, rounded to float16; mean and Gram matrix of the painting at conv4_1
/// (deep), conv3_4 (fine) and of its colours, and those of the photographs that it was learned from. The painting
/// itself is not needed any more, and not in the file.
/// </remarks>
/// <example>
/// <code>
/// var style = LearnedStyle.Load("waves.style");
/// using var glance = new Glance(style);
/// Picture painted = glance.Paint(new StylizeTask(photo, [], new StylizeOptions()));
/// style.ExportOnnx("waves.onnx");
/// </code>
/// </example>
public sealed class LearnedStyle
{
    private const string OfPainting = "painting", OfPhotographs = "photographs";

    private LearnedStyle(
        LearningRecord record, DecoderNetwork decoder, GlanceMoments painting, GlanceMoments photographs)
    {
        Record = record;
        Decoder = decoder;
        Painting = painting;
        Photographs = photographs;
    }

    /// <summary>How it was learned.</summary>
    public LearningRecord Record { get; }

    internal DecoderNetwork Decoder { get; }

    internal GlanceMoments Painting { get; }

    // The held moments.
    internal GlanceMoments Photographs { get; }

    /// <summary>Whether a file is a learned style, whatever its name ends with.</summary>
    /// <param name="path">The file; may be missing.</param>
    public static bool IsStyle(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return TensorFile.IsWeights(path) && TensorFile.Open(path).Metadata.ContainsKey(LearningRecord.Mark);
        }
        catch (WeightsException)
        {
            return false;
        }
    }

    /// <summary>Reads a style that <c>impasto learn</c> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="WeightsException">
    /// The file can't be read, is not a learned style, or was learned with another network.
    /// </exception>
    public static LearnedStyle Load(string path)
    {
        TensorFile file = TensorFile.Open(path);
        LearningRecord record;
        try
        {
            record = LearningRecord.Read(file.Metadata);
        }
        catch (WeightsException failure)
        {
            throw new WeightsException($"The file '{path}' is not a learned style: {failure.Message}.", failure);
        }

        Network network = NetworkCatalog.Compact().Network;
        if (record.NetworkSha256 != network.Sha256)
        {
            throw new WeightsException(
                $"The style '{path}' was learned with another network than this version contains: learn it again.");
        }

        return new LearnedStyle(
            record,
            DecoderNetwork.Read(file, path),
            Moments(file, path, OfPainting, network),
            Moments(file, path, OfPhotographs, network));
    }

    /// <summary>Writes a style, for a training.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="tensors">
    /// decode4_1.weight and .bias to decode1_2.weight and .bias; and for WHOSE painting and photographs and LAYER deep,
    /// fine and colors WHOSE.LAYER.mean, C values, and WHOSE.LAYER.gram, C x C values.
    /// </param>
    /// <param name="record">How it was learned.</param>
    /// <exception cref="ImpastoException">The file can't be written.</exception>
    public static void Write(string path, IReadOnlyList<NamedTensor> tensors, LearningRecord record)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(record);
        // Moments keep float32: a covariance is a small difference of large numbers.
        TensorFile.Write(path, [.. tensors.Select(Rounded)], record.ToTexts());
    }

    /// <summary>
    /// Writes an ONNX file that makes of a photograph the picture of a <see cref="Glance"/> with held moments.
    /// </summary>
    /// <remarks>
    /// Operator set 17. Input <c>photo</c> and output <c>picture</c>, 1 x 3 x height x width, RGB, float32 from 0 to 1,
    /// any height and width: the graph repeats the edge up to a multiple of 8 and cuts the result. Nothing in it
    /// depends on a mean of the photograph. Weights are float16, and are cast to float32.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <exception cref="FileException">It exists and may not be replaced, or can't be written.</exception>
    public void ExportOnnx(string path, bool overwrite = false) => AtomicFile.Write(
        path,
        overwrite,
        stream => StyleModel.Write(
            stream,
            NetworkCatalog.Compact().Network,
            Decoder,
            Painting.From(Photographs, 1),
            new Dictionary<string, string>(Record.ToTexts(), StringComparer.Ordinal)));

    // Whether the painting has colours: without them red, green and blue are the same everywhere.
    internal bool HasColor
    {
        get
        {
            const double Slight = 1e-4;
            double[] gram = Painting.Colors.Gram;
            return gram[0] + gram[4] - (2 * gram[1]) > Slight || gram[4] + gram[8] - (2 * gram[5]) > Slight;
        }
    }

    private static NamedTensor Rounded(NamedTensor tensor) => tensor.Name.StartsWith("decode", StringComparison.Ordinal)
        ? new NamedTensor(tensor.Name, tensor.Shape, [.. tensor.Values.Select(value => (float)(Half)value)])
        : tensor;

    private static GlanceMoments Moments(TensorFile file, string path, string whose, Network network) => new(
        Moments(file, path, $"{whose}.deep", network.Layer(DecoderNetwork.Deep).Channels),
        Moments(file, path, $"{whose}.fine", network.Layer(DecoderNetwork.Fine).Channels),
        Moments(file, path, $"{whose}.colors", 3));

    private static LayerMoments Moments(TensorFile file, string path, string name, int channels)
    {
        double[] mean = Values($"{name}.mean", channels), gram = Values($"{name}.gram", channels * channels);
        if (!AreOfFeatures(mean, gram))
            throw new WeightsException($"The file '{path}' can't be used: {name} are no moments of features.");
        return new LayerMoments(channels, 1, mean, gram);

        double[] Values(string tensor, int count)
        {
            if (!file.Tensors.TryGetValue(tensor, out TensorEntry? entry) || entry.Count != count)
            {
                throw new WeightsException(
                    $"The file '{path}' is not a learned style: expected {count} values {tensor}.");
            }

            double[] values = Array.ConvertAll(file.Read(tensor), value => (double)value);
            return Array.TrueForAll(values, double.IsFinite)
                ? values
                : throw new WeightsException($"The file '{path}' can't be used: {tensor} is not finite.");
        }
    }

    // Other moments would overflow on their way to a map. Mean squares are at least the squares of means, and at least
    // as large as the products of different channels.
    private static bool AreOfFeatures(double[] mean, double[] gram)
    {
        const double MostSquare = 1e12, Rounded = 1 + 1e-4;
        int channels = mean.Length;
        for (int i = 0; i < channels; i++)
        {
            double square = gram[(i * channels) + i] * Rounded;
            if (square > MostSquare || mean[i] * mean[i] > square)
                return false;
            for (int j = 0; j < channels; j++)
            {
                double product = gram[(i * channels) + j], other = gram[(j * channels) + j] * Rounded;
                if (product * product > square * other)
                    return false;
            }
        }

        return true;
    }
}
