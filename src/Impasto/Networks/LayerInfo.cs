namespace Impasto.Networks;

/// <summary>Size, reach and cost of one layer of a network.</summary>
public sealed record LayerInfo
{
    private readonly NodeGeometry _geometry;

    internal LayerInfo(LayerName name, int depth, NodeGeometry geometry)
    {
        Name = name;
        Depth = depth;
        _geometry = geometry;
    }

    /// <summary>The layer's name.</summary>
    public LayerName Name { get; }

    /// <summary>Its number among the network's layers, 0 for the first.</summary>
    public int Depth { get; }

    /// <summary>Channels of its features.</summary>
    public int Channels => _geometry.Channels;

    /// <summary>Pixels of the picture between neighbouring positions of the layer; doubled by each pooling.</summary>
    public int Stride => _geometry.Stride;

    /// <summary>Pixels that a position sees beyond its own cell of Stride x Stride pixels, on each side.</summary>
    /// <remarks>
    /// A k x k convolution adds (k - 1) / 2 times the stride at which it runs: 70 for VGG-19's conv5_1, 38 for its
    /// conv4_2.
    /// </remarks>
    public int Radius => _geometry.Radius;

    /// <summary>
    /// Multiplications of the convolutions up to this layer as they are written, on average a pixel of the picture.
    /// </summary>
    public double Multiplications => _geometry.Multiplications;

    /// <summary>Values of the layer's features of a picture: channels x rows x columns.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    public long Values(int width, int height) => (long)Channels * (height / Stride) * (width / Stride);

    /// <summary>Refuses a picture in which the layer has no position.</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="picture">What the picture is: "picture", "style", "content".</param>
    /// <exception cref="PictureException">A side is shorter than <see cref="Stride"/>.</exception>
    public void RequireSize(int width, int height, string picture = "picture")
    {
        if (Math.Min(width, height) < Stride)
        {
            throw new PictureException(
                $"The {picture} is too small at {width} x {height}: {Name} needs at least {Stride} x {Stride} pixels.");
        }
    }
}
