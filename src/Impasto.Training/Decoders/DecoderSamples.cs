using Impasto.Imaging;
using Impasto.Torch.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Impasto.Training.Decoders;

/// <summary>Draws a sheet of a training's pictures.</summary>
internal static class DecoderSamples
{
    /// <summary>Writes a picture; replaced if it exists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Pictures of each row, B x 3 x H x W.</param>
    public static void Write(string path, IReadOnlyList<Tensor> rows)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable frozen = no_grad();
        Tensor sheet = cat([.. rows.Select(row => cat([.. row.unbind(0)], 2))], 1).Within(0, 1).cpu().contiguous();
        var picture = new Picture(
            (int)sheet.shape[2], (int)sheet.shape[1], [.. sheet.data<float>()]);
        PictureWriter.Write(picture, path, new PictureWriteOptions { Overwrite = true });
    }
}
