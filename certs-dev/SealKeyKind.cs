namespace Market.Development;

/// <summary>The keys a development certificate can have.</summary>
public enum SealKeyKind
{
    Rsa2048,
    Rsa3072,
    Rsa4096,
    EcdsaP256,
    EcdsaP384,
}
