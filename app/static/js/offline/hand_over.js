// The page in somebody else's hand, at whatever address was asked for.
import { showBack } from "./handed.js"

showBack()
