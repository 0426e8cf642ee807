using Impasto.Engines;
using Impasto.Moments;
using Impasto.Networks;
using Impasto.Threads;

namespace Impasto.Glances;

/// <summary>Moments of a picture, or of a part of it, that comes piece by piece.</summary>
/// <param name="network">The compact network.</param>
/// <param name="guide">The part; null for the whole picture.</param>
internal sealed class GlanceSums(Network network, GlanceGuide? guide = null)
{
    // Positions of the deep layer: less of it can't be seen.
    private const double LeastArea = 1e-2;

    private readonly PlanarMoments _deep = new(network.Layer(DecoderNetwork.Deep).Channels);
    private readonly PlanarMoments _fine = new(network.Layer(DecoderNetwork.Fine).Channels);
    private readonly PlanarMoments _colors = new(3);

    /// <summary>Whether nothing that counts was added.</summary>
    public bool AreEmpty => _deep.Area < LeastArea;

    /// <summary>Adds what a piece owns.</summary>
    /// <param name="team">The threads.</param>
    /// <param name="features">The piece's features.</param>
    /// <param name="colors">The piece's colours.</param>
    /// <param name="piece">The piece.</param>
    public void Add(WorkerTeam team, Features features, LayerFeatures colors, GlancePiece piece)
    {
        GlanceGuide? own = guide?.From(piece.Seen.Left, piece.Seen.Top);
        _deep.Add(team, features.Maps[DecoderNetwork.Deep], piece.OwnedAt(GlancePiece.Stride), own?.Deep);
        _fine.Add(team, features.Maps[DecoderNetwork.Fine], piece.OwnedAt(GlancePiece.Stride / 2), own?.Fine);
        _colors.Add(team, colors, piece.OwnedAt(GlancePiece.Stride / 2), own?.Fine);
    }

    /// <summary>The moments of all pieces.</summary>
    public GlanceMoments Total() => new(_deep.Total(), _fine.Total(), _colors.Total());
}
