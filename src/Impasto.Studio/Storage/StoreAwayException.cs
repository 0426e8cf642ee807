using System.Data.Common;

namespace Impasto.Studio.Storage;

/// <summary>The database can't be reached, or can't be used.</summary>
internal sealed class StoreAwayException(string message, Exception? inner = null) : DbException(message, inner);
